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
}
