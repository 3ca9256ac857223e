using System.Globalization;
using Anchorage.CACertificates;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>The members that CreateProvisioningTemplate and UpdateProvisioningTemplate share, in their shape; each null when it is not given.</summary>
internal sealed record TemplateSettings(string? Description, bool? Enabled, string? ProvisioningRoleArn)
{
    public static TemplateSettings Read(RequestBody body, Faults faults)
    {
        var description = body.Text("description", 0, 500);
        if (description?.EnumerateRunes().Any(IsControl) is true)
        {
            faults.Add($"description is {Printable.Quoted(description)}; wanted text without control characters.");
        }

        var role = body.Text("provisioningRoleArn", 20, 2048);
        if (role is not null && !RegistrationConfig.RoleForm().IsMatch(role))
        {
            faults.Add($"provisioningRoleArn is {Printable.Quoted(role)}; wanted an IAM role, such as arn:aws:iam::123456789012:role/JITPRole.");
        }

        if (body.Member("preProvisioningHook") is not null)
        {
            // A hook is there to refuse devices: one that is recorded and never asked would let in whom it should keep out.
            faults.Add("preProvisioningHook is given; Anchorage does not run hooks yet, and provisioning without asking it would not be safe. Leave it out.");
        }

        return new TemplateSettings(description, body.Flag("enabled"), role);
    }

    // \p{C} of the service model.
    private static bool IsControl(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
