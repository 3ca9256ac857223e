using Anchorage.Provisioning;

namespace Anchorage.ProvisioningTemplates;

/// <summary>A provisioning template, as it is stored; the bodies are its versions'.</summary>
/// <param name="TemplateName">1 to 36 of <c>[0-9A-Za-z_-]</c>.</param>
/// <param name="TemplateType"><c>JITP</c> or <c>FLEET_PROVISIONING</c>; never changes.</param>
/// <param name="Description">At most 500 characters; null when there is none.</param>
/// <param name="Enabled">Whether devices are provisioned by it.</param>
/// <param name="ProvisioningRoleArn">The role AWS would assume; recorded, and checked in form.</param>
/// <param name="DefaultVersionId">The version that devices are provisioned by.</param>
/// <param name="CreatedAt">To the millisecond.</param>
/// <param name="ModifiedAt">To the millisecond; equal to the creation at first.</param>
internal sealed record StoredTemplate(
    string TemplateName,
    string TemplateType,
    string? Description,
    bool Enabled,
    string ProvisioningRoleArn,
    long DefaultVersionId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt)
{
    public const string Jitp = "JITP";
    public const string FleetProvisioning = "FLEET_PROVISIONING";

    /// <summary>The most templates that an account may have in a region, of both types together.</summary>
    public const int MostPerAccount = 256;

    /// <summary>The most versions that a template may have at a time.</summary>
    public const int MostVersions = 5;

    /// <summary>The account's name for it: what follows the account in its ARN, and what its tags hang on.</summary>
    public string Resource => ResourceOf(TemplateName);

    public static string ResourceOf(string templateName) => $"provisioningtemplate/{templateName}";

    /// <summary>The type as the template language knows it.</summary>
    public static ProvisioningTemplateType TypeOf(string templateType) =>
        templateType is Jitp ? ProvisioningTemplateType.Jitp : ProvisioningTemplateType.FleetProvisioning;
}

/// <summary>One version of a provisioning template.</summary>
/// <param name="VersionId">From 1 on; never used again.</param>
/// <param name="TemplateBody">JSON, as it was sent.</param>
/// <param name="CreatedAt">To the millisecond.</param>
internal sealed record StoredTemplateVersion(long VersionId, string TemplateBody, DateTimeOffset CreatedAt);
