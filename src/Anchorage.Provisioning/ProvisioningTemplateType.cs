namespace Anchorage.Provisioning;

/// <summary>What a template is for, which decides where its parameters' values come from.</summary>
public enum ProvisioningTemplateType
{
    /// <summary>Fleet provisioning and bulk registration: the values come with the request.</summary>
    FleetProvisioning,

    /// <summary>Just-in-time provisioning: the values come from the subject of the device certificate.</summary>
    Jitp,
}
