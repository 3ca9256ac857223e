using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Things by the value of one attribute.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Value">Its value, or what its value begins with.</param>
/// <param name="Prefix">Whether the value only begins so; with an empty value, all things that have the attribute are found.</param>
internal sealed record ThingSearch(string Name, string Value, bool Prefix)
{
    /// <summary>Where the values end that are looked for; itself not one of them.</summary>
    /// <remarks>A value holds only characters from <c>#</c> to <c>z</c>, so that <c>!</c> comes before whatever could follow and <c>{</c> after.</remarks>
    public string End => Value + (Prefix ? "{" : "!");
}

/// <summary>Pages through things: the cost of a page does not depend on how many there are or where it lies.</summary>
internal static class ThingListing
{
    /// <summary>Parts value and name in a place; neither can hold it.</summary>
    private const char Parting = '\n';

    /// <summary>At most <paramref name="count"/> things after a place: by name, or of a search by value and name.</summary>
    public static Task<List<Thing>> PageAsync(Session session, Caller caller, ThingSearch? search, string after, int count, CancellationToken cancellationToken)
    {
        if (search is null)
        {
            return session.Sql("""
                SELECT thing_name, thing_id, attributes, version FROM thing
                WHERE account_id = @account AND region = @region AND thing_name > @after
                ORDER BY thing_name LIMIT @count
                """)
                .With("@account", caller.AccountId).With("@region", caller.Region).With("@after", after).With("@count", (long)count)
                .AllAsync(ThingTable.Read, cancellationToken);
        }

        var parting = after.IndexOf(Parting, StringComparison.Ordinal);
        var (value, name) = parting < 0 ? (search.Value, string.Empty) : (after[..parting], after[(parting + 1)..]);
        return session.Sql("""
            SELECT thing.thing_name, thing.thing_id, thing.attributes, thing.version
            FROM thing_attribute AS found
            JOIN thing ON thing.account_id = found.account_id AND thing.region = found.region AND thing.thing_name = found.thing_name
            WHERE found.account_id = @account AND found.region = @region AND found.attribute_name = @attribute
              AND (found.attribute_value, found.thing_name) > (@value, @name) AND found.attribute_value < @end
            ORDER BY found.attribute_value, found.thing_name LIMIT @count
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@attribute", search.Name)
            .With("@value", value).With("@name", name).With("@end", search.End).With("@count", (long)count)
            .AllAsync(ThingTable.Read, cancellationToken);
    }

    /// <summary>The place that stands after a thing.</summary>
    public static string PlaceOf(Thing thing, ThingSearch? search) =>
        search is null ? thing.ThingName : $"{thing.Attributes[search.Name]}{Parting}{thing.ThingName}";
}
