using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Things, and their attributes once more to be searched by.</summary>
internal static class ThingTable
{
    private const string Columns = "thing_name, thing_id, attributes, version";

    /// <summary>Writes a new thing; false when the name is taken.</summary>
    public static async Task<bool> InsertAsync(Session session, Caller caller, Thing thing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.Sql($"""
            INSERT INTO thing (account_id, region, {Columns}, principal_count, created_at_ms)
            VALUES (@account, @region, @name, @id, @attributes, @version, 0, @created)
            ON CONFLICT (account_id, region, thing_name) DO NOTHING
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@name", thing.ThingName).With("@id", thing.ThingId).With("@attributes", Text(thing.Attributes)).With("@version", thing.Version)
            .With("@created", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await InsertAttributesAsync(session, caller, thing, cancellationToken);
        return true;
    }

    public static Task<Thing?> FindAsync(Session session, Caller caller, string thingName, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM thing WHERE account_id = @account AND region = @region AND thing_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Moves the version on, which also makes whoever else would change the thing wait, and gives the thing as it then is.</summary>
    /// <param name="expectedVersion">The version it must have; null for any.</param>
    /// <returns>Null when it is not there in that version.</returns>
    public static Task<Thing?> ClaimAsync(Session session, Caller caller, string thingName, long? expectedVersion, CancellationToken cancellationToken) =>
        expectedVersion is { } expected
            ? session.Sql($"""
                UPDATE thing SET version = version + 1
                WHERE account_id = @account AND region = @region AND thing_name = @name AND version = @expected
                RETURNING {Columns}
                """)
                .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName).With("@expected", expected)
                .FirstAsync(Read, cancellationToken)
            : session.Sql($"""
                UPDATE thing SET version = version + 1
                WHERE account_id = @account AND region = @region AND thing_name = @name
                RETURNING {Columns}
                """)
                .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName)
                .FirstAsync(Read, cancellationToken);

    /// <summary>Makes whoever else would change the thing wait, by a write that changes nothing; null when it is not there.</summary>
    public static Task<Thing?> HoldAsync(Session session, Caller caller, string thingName, CancellationToken cancellationToken) =>
        session.Sql($"""
            UPDATE thing SET version = version
            WHERE account_id = @account AND region = @region AND thing_name = @name
            RETURNING {Columns}
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Gives a claimed thing other attributes.</summary>
    public static async Task SetAttributesAsync(Session session, Caller caller, Thing thing, CancellationToken cancellationToken)
    {
        await session.Sql("UPDATE thing SET attributes = @attributes WHERE account_id = @account AND region = @region AND thing_name = @name")
            .With("@attributes", Text(thing.Attributes)).With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thing.ThingName)
            .ExecuteAsync(cancellationToken);
        await DeleteAttributesAsync(session, caller, thing.ThingName, cancellationToken);
        await InsertAttributesAsync(session, caller, thing, cancellationToken);
    }

    /// <summary>Deletes a thing that has no principals; false when it has some, or is not there in that version.</summary>
    public static async Task<bool> DeleteAsync(Session session, Caller caller, string thingName, long? expectedVersion, CancellationToken cancellationToken)
    {
        var any = expectedVersion is null;
        if (await session.Sql("""
            DELETE FROM thing
            WHERE account_id = @account AND region = @region AND thing_name = @name AND principal_count = 0 AND (@any = 1 OR version = @expected)
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName)
            .With("@any", any ? 1L : 0L).With("@expected", expectedVersion ?? 0)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await DeleteAttributesAsync(session, caller, thingName, cancellationToken);
        return true;
    }

    internal static Thing Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        JsonSerializer.Deserialize(row.GetString(2), ThingShapes.Wire.ImmutableSortedDictionaryStringString)!.WithComparers(StringComparer.Ordinal),
        row.GetInt64(3));

    private static string Text(ImmutableSortedDictionary<string, string> attributes) =>
        JsonSerializer.Serialize(attributes, ThingShapes.Wire.ImmutableSortedDictionaryStringString);

    private static async Task InsertAttributesAsync(Session session, Caller caller, Thing thing, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in thing.Attributes)
        {
            await session.Sql("""
                INSERT INTO thing_attribute (account_id, region, attribute_name, attribute_value, thing_name)
                VALUES (@account, @region, @attribute, @value, @name)
                """)
                .With("@account", caller.AccountId).With("@region", caller.Region)
                .With("@attribute", name).With("@value", value).With("@name", thing.ThingName)
                .ExecuteAsync(cancellationToken);
        }
    }

    private static Task<int> DeleteAttributesAsync(Session session, Caller caller, string thingName, CancellationToken cancellationToken) =>
        session.Sql("DELETE FROM thing_attribute WHERE account_id = @account AND region = @region AND thing_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName)
            .ExecuteAsync(cancellationToken);
}
