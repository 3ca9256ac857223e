using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>Provisioning templates, as far as a registrationConfig may name one.</summary>
internal static class NamedTemplate
{
    /// <summary>Why this name cannot stand in a registrationConfig; null when it can, or when there is none.</summary>
    /// <remarks>A template that can is held until the unit of work ends, so that it is not deleted while a CA comes to name it.</remarks>
    public static async Task<WireError?> FindUnfitAsync(Session session, Caller caller, string? templateName, CancellationToken cancellationToken)
    {
        if (templateName is null)
        {
            return null;
        }

        return await HoldTypeAsync(session, caller, templateName, cancellationToken) switch
        {
            "JITP" => null,
            null => WireError.ResourceNotFound(
                $"There is no provisioning template {Printable.Quoted(templateName)}, which registrationConfig.templateName names."),
            var other => WireError.InvalidRequest(
                $"The provisioning template {Printable.Quoted(templateName)} is of type {other}; registrationConfig wants one of type JITP."),
        };
    }

    /// <summary>The template's type, <c>JITP</c> or <c>FLEET_PROVISIONING</c>; null when there is none of that name.</summary>
    public static Task<string?> HoldTypeAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        session.Sql("""
            UPDATE provisioning_template SET template_type = template_type
            WHERE account_id = @account AND region = @region AND template_name = @name
            RETURNING template_type
            """)
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

    /// <summary>The same, by a write that changes nothing and keeps it from being deleted until the unit of work ends.</summary>
    public static async Task<bool> HoldAsync(Session session, Caller caller, string templateName, CancellationToken cancellationToken) =>
        await HoldTypeAsync(session, caller, templateName, cancellationToken) is not null;
}
