using System.Collections.Immutable;
using Anchorage.CACertificates;
using Anchorage.Policies;
using Anchorage.ProvisioningTemplates;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Tags;

/// <summary>A kind of resource that carries tags: a line of this table makes all three tag operations know it.</summary>
/// <param name="Type">What stands before the slash in its ARN, such as <c>cacert</c>.</param>
/// <param name="ExistsAsync">Whether the caller has one of this id; asked before tags are listed.</param>
/// <param name="HoldAsync">
/// The same, by a write that changes nothing, and that keeps it from being tagged by another or deleted until the unit of work ends:
/// the limit of 50 is judged under it, and no tag outlives its resource.
/// </param>
/// <param name="IgnoresCase">Whether its ids are compared without regard to case, and kept in lower case.</param>
internal sealed record TaggableKind(
    string Type,
    Func<Session, Caller, string, CancellationToken, Task<bool>> ExistsAsync,
    Func<Session, Caller, string, CancellationToken, Task<bool>> HoldAsync,
    bool IgnoresCase = false)
{
    /// <summary>Every kind that has tags here. Of AWS's kinds, device certificates and things have none.</summary>
    public static readonly ImmutableArray<TaggableKind> All =
    [
        new("cacert", RegisteredCACertificate.ExistsAsync, RegisteredCACertificate.HoldAsync, IgnoresCase: true),
        new("provisioningtemplate", NamedTemplate.ExistsAsync, NamedTemplate.HoldAsync),
        new("policy", PrincipalPolicies.ExistsAsync, PrincipalPolicies.HoldAsync),
    ];
}
