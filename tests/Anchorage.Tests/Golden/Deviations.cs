using System.Collections.Immutable;

namespace Anchorage.Tests.Golden;

/// <summary>Where an offered operation is not as the service model has it, each with its reason.</summary>
internal static class Deviations
{
    /// <summary>Answer members that AWS does not have.</summary>
    public static readonly ImmutableHashSet<(string Operation, string Member)> Added =
    [
        // The documented envelope stands beside AWS's members.
        ("RegisterCACertificate", "success"),
        ("RegisterCACertificate", "data"),
        ("RegisterCACertificate", "data.id"),
        ("RegisterCACertificate", "data.created_at"),
    ];

    /// <summary>Answer members that are never there.</summary>
    public static readonly ImmutableHashSet<(string Operation, string Member)> Missing = [];

    /// <summary>Request members that are left alone.</summary>
    public static readonly ImmutableHashSet<(string Operation, string Member)> Unread = [];

    /// <summary>Modelled errors that cannot come about here, and errors that the model does not declare.</summary>
    public static readonly ImmutableHashSet<(string Operation, string Error)> Errors =
    [
        // Detaching, listing and testing exceed no limit.
        ("DetachPolicy", "LimitExceededException"),
        ("GetEffectivePolicies", "LimitExceededException"),
        ("ListAttachedPolicies", "LimitExceededException"),
        ("ListTargetsForPolicy", "LimitExceededException"),
        ("TestAuthorization", "LimitExceededException"),
    ];
}
