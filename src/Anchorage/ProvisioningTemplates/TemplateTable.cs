using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>Provisioning templates, with the small table that keeps their number in a race.</summary>
internal static class TemplateTable
{
    private const string Columns = """
        template_name, template_type, description, enabled, provisioning_role_arn, default_version_id, created_at_ms, modified_at_ms
        """;

    /// <summary>Writes a template with its first version, if its name is free and the account has room for it: judged in this order.</summary>
    /// <returns>Anything but <see cref="TemplateInsertion.Done"/> must be undone by the caller's transaction.</returns>
    public static async Task<TemplateInsertion> InsertAsync(Session session, Caller caller, StoredTemplate template, string body, CancellationToken cancellationToken)
    {
        if (await session.Sql($"""
            INSERT INTO provisioning_template (account_id, region, {Columns}, last_version_id, version_count)
            VALUES (@account, @region, @name, @type, @description, @enabled, @role, @version, @created, @modified, @version, 1)
            ON CONFLICT (account_id, region, template_name) DO NOTHING
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@name", template.TemplateName).With("@type", template.TemplateType).With("@description", template.Description)
            .With("@enabled", template.Enabled ? 1L : 0L).With("@role", template.ProvisioningRoleArn).With("@version", template.DefaultVersionId)
            .With("@created", template.CreatedAt.ToUnixTimeMilliseconds()).With("@modified", template.ModifiedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 0)
        {
            return TemplateInsertion.NameTaken;
        }

        if (!await TryCountAsync(session, caller, cancellationToken))
        {
            return TemplateInsertion.AccountFull;
        }

        await TemplateVersionTable.InsertAsync(
            session, caller, template.TemplateName, new StoredTemplateVersion(template.DefaultVersionId, body, template.CreatedAt), cancellationToken);
        return TemplateInsertion.Done;
    }

    public static Task<StoredTemplate?> FindAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM provisioning_template WHERE account_id = @account AND region = @region AND template_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Takes a template in hand to change it or its versions; others who would change it wait. Null when it is not there.</summary>
    public static Task<StoredTemplate?> ClaimAsync(Session session, Caller caller, string templateName, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Sql($"""
            UPDATE provisioning_template SET modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND template_name = @name
            RETURNING {Columns}
            """)
            .With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Gives a template in hand other settings.</summary>
    public static Task<int> SetAsync(Session session, Caller caller, StoredTemplate template, CancellationToken cancellationToken) =>
        session.Sql("""
            UPDATE provisioning_template
            SET description = @description, enabled = @enabled, provisioning_role_arn = @role, default_version_id = @version
            WHERE account_id = @account AND region = @region AND template_name = @name
            """)
            .With("@description", template.Description).With("@enabled", template.Enabled ? 1L : 0L)
            .With("@role", template.ProvisioningRoleArn).With("@version", template.DefaultVersionId)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", template.TemplateName)
            .ExecuteAsync(cancellationToken);

    /// <summary>Deletes a template with all its versions; false when it is not there.</summary>
    public static async Task<bool> DeleteAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken)
    {
        if (await session.Sql("DELETE FROM provisioning_template WHERE account_id = @account AND region = @region AND template_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await session.Sql("UPDATE provisioning_template_count SET template_count = template_count - 1 WHERE account_id = @account AND region = @region")
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .ExecuteAsync(cancellationToken);
        await TemplateVersionTable.DeleteAllAsync(session, caller, templateName, cancellationToken);
        return true;
    }

    /// <summary>At most <paramref name="count"/> templates after a name, in the order of names.</summary>
    public static Task<List<StoredTemplate>> PageAsync(Session session, Caller caller, string after, int count, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT {Columns} FROM provisioning_template
            WHERE account_id = @account AND region = @region AND template_name > @after
            ORDER BY template_name LIMIT @count
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@after", after).With("@count", (long)count)
            .AllAsync(Read, cancellationToken);

    private static async Task<bool> TryCountAsync(Session session, Caller caller, CancellationToken cancellationToken) =>
        await session.Sql("""
            INSERT INTO provisioning_template_count (account_id, region, template_count) VALUES (@account, @region, 1)
            ON CONFLICT (account_id, region) DO UPDATE SET template_count = provisioning_template_count.template_count + 1
            WHERE provisioning_template_count.template_count < @most
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@most", (long)StoredTemplate.MostPerAccount)
            .ExecuteAsync(cancellationToken) == 1;

    private static StoredTemplate Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.TextOrNull(2), row.GetInt64(3) == 1, row.GetString(4), row.GetInt64(5), row.Time(6), row.Time(7));
}

/// <summary>What became of a template that was to be written.</summary>
internal enum TemplateInsertion
{
    Done,
    NameTaken,
    AccountFull,
}
