namespace Anchorage.Provisioning;

/// <summary>What a template is evaluated with.</summary>
/// <param name="Parameters">Values by name; those that the template does not use are left alone. They come from a device or a caller, and are
/// not trusted.</param>
/// <param name="Subject">The subject of the device's certificate as RFC 4514 writes it, which faults then tell; null when there is none.</param>
public sealed record ProvisioningInput(IReadOnlyDictionary<string, string> Parameters, string? Subject);
