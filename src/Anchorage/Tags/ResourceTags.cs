using System.Collections.Immutable;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Tags;

/// <summary>The tags of resources, each named by what follows the account in its ARN, such as <c>cacert/…</c>.</summary>
internal static class ResourceTags
{
    public static async Task AddAsync(
        Session session, Caller caller, string resource, ImmutableArray<Tag> tags, CancellationToken cancellationToken)
    {
        foreach (var tag in tags)
        {
            await session.Sql("INSERT INTO tag (account_id, region, resource, tag_key, tag_value) VALUES (@account, @region, @resource, @key, @value)")
                .With("@account", caller.AccountId).With("@region", caller.Region).With("@resource", resource)
                .With("@key", tag.Key).With("@value", tag.Value)
                .ExecuteAsync(cancellationToken);
        }
    }

    /// <summary>Sets tags; a key that is there already gets the new value.</summary>
    public static async Task PutAsync(
        Session session, Caller caller, string resource, ImmutableArray<Tag> tags, CancellationToken cancellationToken)
    {
        foreach (var tag in tags)
        {
            await session.Sql("""
                INSERT INTO tag (account_id, region, resource, tag_key, tag_value) VALUES (@account, @region, @resource, @key, @value)
                ON CONFLICT (account_id, region, resource, tag_key) DO UPDATE SET tag_value = excluded.tag_value
                """)
                .With("@account", caller.AccountId).With("@region", caller.Region).With("@resource", resource)
                .With("@key", tag.Key).With("@value", tag.Value)
                .ExecuteAsync(cancellationToken);
        }
    }

    /// <summary>Removes the tags of these keys, as far as they are there.</summary>
    public static async Task RemoveAsync(
        Session session, Caller caller, string resource, ImmutableArray<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            await session.Sql("DELETE FROM tag WHERE account_id = @account AND region = @region AND resource = @resource AND tag_key = @key")
                .With("@account", caller.AccountId).With("@region", caller.Region).With("@resource", resource).With("@key", key)
                .ExecuteAsync(cancellationToken);
        }
    }

    /// <summary>Removes all tags of a resource, in the unit of work that deletes it.</summary>
    public static Task RemoveAllAsync(Session session, Caller caller, string resource, CancellationToken cancellationToken) =>
        session.Sql("DELETE FROM tag WHERE account_id = @account AND region = @region AND resource = @resource")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@resource", resource)
            .ExecuteAsync(cancellationToken);

    /// <summary>All tags of a resource by key; at most 50.</summary>
    public static Task<List<Tag>> ListAsync(Session session, Caller caller, string resource, CancellationToken cancellationToken) =>
        session.Sql("SELECT tag_key, tag_value FROM tag WHERE account_id = @account AND region = @region AND resource = @resource ORDER BY tag_key")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@resource", resource)
            .AllAsync(row => new Tag(row.GetString(0), row.GetString(1)), cancellationToken);
}
