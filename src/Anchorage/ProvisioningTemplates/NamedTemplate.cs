using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>Provisioning templates, as far as a registrationConfig may name one.</summary>
internal static class NamedTemplate
{
    /// <summary>The template's type, <c>JITP</c> or <c>FLEET_PROVISIONING</c>; null when there is none of that name.</summary>
    public static Task<string?> FindTypeAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        session.Sql("SELECT template_type FROM provisioning_template WHERE account_id = @account AND region = @region AND template_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", templateName)
            .FirstAsync(row => row.GetString(0), cancellationToken);

    /// <summary>The template of a name with its default version, by which devices are provisioned; null when there is none.</summary>
    public static async Task<(StoredTemplate Template, StoredTemplateVersion Default)?> FindAsync(
        Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        await TemplateTable.FindAsync(session, caller, templateName, cancellationToken) is { } template
        && await TemplateVersionTable.FindAsync(session, caller, templateName, template.DefaultVersionId, cancellationToken) is { } version
            ? (template, version)
            : null;

    /// <summary>Whether there is a template of this name.</summary>
    public static async Task<bool> ExistsAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        await TemplateTable.FindAsync(session, caller, templateName, cancellationToken) is not null;
}
