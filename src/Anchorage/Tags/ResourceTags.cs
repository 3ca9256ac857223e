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

    /// <summary>All tags of a resource by key; at most 50.</summary>
    public static Task<List<Tag>> ListAsync(Session session, Caller caller, string resource, CancellationToken cancellationToken) =>
        session.Sql("SELECT tag_key, tag_value FROM tag WHERE account_id = @account AND region = @region AND resource = @resource ORDER BY tag_key")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@resource", resource)
            .AllAsync(row => new Tag(row.GetString(0), row.GetString(1)), cancellationToken);

    public static Task DeleteAllAsync(Session session, Caller caller, string resource, CancellationToken cancellationToken) =>
        session.Sql("DELETE FROM tag WHERE account_id = @account AND region = @region AND resource = @resource")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@resource", resource)
            .ExecuteAsync(cancellationToken);
}
