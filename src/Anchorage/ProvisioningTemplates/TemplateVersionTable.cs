using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>The versions of provisioning templates.</summary>
internal static class TemplateVersionTable
{
    /// <summary>The number for one more version; null when the template has as many as it may. Goes up for good only if the unit of work is kept.</summary>
    public static async Task<long?> TryCountAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        (await session.Sql("""
            UPDATE provisioning_template SET last_version_id = last_version_id + 1, version_count = version_count + 1
            WHERE account_id = @account AND region = @region AND template_name = @name AND version_count < @most
            RETURNING last_version_id
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName).With("@most", (long)StoredTemplate.MostVersions)
            .FirstAsync(row => new VersionNumber(row.GetInt64(0)), cancellationToken))?.Id;

    public static Task<int> InsertAsync(Session session, Caller caller, string templateName, StoredTemplateVersion version, CancellationToken cancellationToken) =>
        session.Sql("""
            INSERT INTO provisioning_template_version (account_id, region, template_name, version_id, template_body, created_at_ms)
            VALUES (@account, @region, @name, @version, @body, @created)
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName)
            .With("@version", version.VersionId).With("@body", version.TemplateBody).With("@created", version.CreatedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    public static Task<StoredTemplateVersion?> FindAsync(Session session, Caller caller, string templateName, long versionId, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT version_id, template_body, created_at_ms FROM provisioning_template_version
            WHERE account_id = @account AND region = @region AND template_name = @name AND version_id = @version
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName).With("@version", versionId)
            .FirstAsync(Read, cancellationToken);

    /// <summary>All versions after a number, in their order; at most five.</summary>
    public static Task<List<StoredTemplateVersion>> ListAsync(Session session, Caller caller, string templateName, long after, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT version_id, template_body, created_at_ms FROM provisioning_template_version
            WHERE account_id = @account AND region = @region AND template_name = @name AND version_id > @after
            ORDER BY version_id
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName).With("@after", after)
            .AllAsync(Read, cancellationToken);

    /// <summary>Deletes a version of a template in hand; false when it has none of this number.</summary>
    public static async Task<bool> DeleteAsync(Session session, Caller caller, string templateName, long versionId, CancellationToken cancellationToken)
    {
        if (await session.Sql("""
            DELETE FROM provisioning_template_version
            WHERE account_id = @account AND region = @region AND template_name = @name AND version_id = @version
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName).With("@version", versionId)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await session.Sql("""
            UPDATE provisioning_template SET version_count = version_count - 1
            WHERE account_id = @account AND region = @region AND template_name = @name
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName)
            .ExecuteAsync(cancellationToken);
        return true;
    }

    public static Task<int> DeleteAllAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        session.Sql("DELETE FROM provisioning_template_version WHERE account_id = @account AND region = @region AND template_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName)
            .ExecuteAsync(cancellationToken);

    private static StoredTemplateVersion Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.Time(2));
}
