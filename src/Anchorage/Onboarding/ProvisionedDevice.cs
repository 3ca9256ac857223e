using System.Collections.Immutable;

namespace Anchorage.Onboarding;

/// <summary>What a device has become.</summary>
/// <param name="CertificateId">Its certificate.</param>
/// <param name="CertificateStatus">The status that the certificate now has.</param>
/// <param name="ThingName">Its thing; null when the template makes none.</param>
/// <param name="Resources">By logical name in the template: what follows the account in the ARN, such as <c>thing/…</c>.</param>
internal sealed record ProvisionedDevice(
    string CertificateId, string CertificateStatus, string? ThingName, ImmutableSortedDictionary<string, string> Resources);
