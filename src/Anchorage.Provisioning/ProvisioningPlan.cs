using System.Collections.Immutable;

namespace Anchorage.Provisioning;

/// <summary>What a template asks to be done for one device, with nothing left open.</summary>
/// <param name="Certificate">The certificate, always there.</param>
/// <param name="Thing">The thing; null when the template makes none.</param>
/// <param name="Policies">The policies in document order, at most <see cref="ProvisioningTemplate.MaxPolicies"/>.</param>
/// <param name="DeviceConfiguration">What a fleet-provisioned device is answered, in document order.</param>
public sealed record ProvisioningPlan(
    PlannedCertificate Certificate,
    PlannedThing? Thing,
    ImmutableArray<PlannedPolicy> Policies,
    ImmutableArray<KeyValuePair<string, string>> DeviceConfiguration)
{
    /// <summary>The longest that one value may become, in UTF-16 code units; a policy document too.</summary>
    public const int MaxCharacters = 10_240;

    /// <summary>The most characters that one evaluation may read and write: a few milliseconds of work.</summary>
    public const int MaxWork = 1_000_000;
}

/// <summary>The certificate of a plan: exactly one of id, request and PEM is there.</summary>
/// <param name="LogicalName">Its name in the template, under which RegisterThing reports its ARN.</param>
/// <param name="CertificateId">A certificate that is registered: 64 hexadecimal digits, in lower case.</param>
/// <param name="CertificateSigningRequest">A PKCS #10 request in PEM; not read yet.</param>
/// <param name="CertificatePem">A certificate in PEM; not read yet.</param>
/// <param name="CACertificatePem">The CA that signed the PEM; null when not given.</param>
/// <param name="Status"><c>ACTIVE</c> or <c>INACTIVE</c>.</param>
/// <param name="StatusOverride">What happens when the certificate has another status.</param>
public sealed record PlannedCertificate(
    string LogicalName,
    string? CertificateId,
    string? CertificateSigningRequest,
    string? CertificatePem,
    string? CACertificatePem,
    string Status,
    ResourceOverride StatusOverride);

/// <summary>The thing of a plan.</summary>
/// <param name="LogicalName">Its name in the template, under which RegisterThing reports its ARN.</param>
/// <param name="ThingName">1 to 128 of <c>[a-zA-Z0-9:_-]</c>.</param>
/// <param name="Attributes">In document order, at most 50; values of at most 800 of <c>[a-zA-Z0-9_.,@/:#=\[\]-]</c>.</param>
/// <param name="ThingTypeName">Null when the thing gets no type.</param>
/// <param name="ThingGroups">The groups it joins; may be empty.</param>
/// <param name="BillingGroup">Null when the thing joins none.</param>
/// <param name="Overrides">What happens when the thing exists.</param>
public sealed record PlannedThing(
    string LogicalName,
    string ThingName,
    ImmutableArray<KeyValuePair<string, string>> Attributes,
    string? ThingTypeName,
    ImmutableArray<string> ThingGroups,
    string? BillingGroup,
    ThingOverrides Overrides);

/// <summary>A policy of a plan.</summary>
/// <param name="LogicalName">Its name in the template, under which RegisterThing reports its ARN.</param>
/// <param name="PolicyName">1 to 128 of <c>[a-zA-Z0-9_+=,.@-]</c>; for a policy that is made, the upper-case hexadecimal SHA-1 of its document.</param>
/// <param name="PolicyDocument">The document of a policy to be made; null for one that exists.</param>
public sealed record PlannedPolicy(string LogicalName, string PolicyName, string? PolicyDocument);
