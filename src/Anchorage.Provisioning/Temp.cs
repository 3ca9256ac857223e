using System.Collections.Immutable;
namespace Anchorage.Provisioning;
public enum ProvisioningTemplateType { FleetProvisioning, Jitp }
public sealed record TemplateFault(string Path, string Message);
public sealed class ProvisioningTemplate { public const int MaxCharacters = 10_240; public static (ProvisioningTemplate? Template, ImmutableArray<TemplateFault> Faults) Read(string text, ProvisioningTemplateType type) => (null, []); }
