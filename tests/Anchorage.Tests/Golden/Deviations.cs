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

        // There only while a CA is quarantined, which AWS does not have.
        ("DescribeCACertificate", "quarantine"),
        ("DescribeCACertificate", "quarantine.caCertificateId"),
        ("DescribeCACertificate", "quarantine.statusAfter"),
        ("DescribeCACertificate", "quarantine.quarantinedDate"),
    ];

    /// <summary>Answer members that are never there.</summary>
    public static readonly ImmutableHashSet<(string Operation, string Member)> Missing =
    [
        // Thing types, billing groups and hooks are not offered yet, so that nothing has one.
        ("DescribeProvisioningTemplate", "preProvisioningHook"),
        ("DescribeProvisioningTemplate", "preProvisioningHook.payloadVersion"),
        ("DescribeProvisioningTemplate", "preProvisioningHook.targetArn"),
        ("DescribeThing", "billingGroupName"),
        ("DescribeThing", "thingTypeName"),
        ("ListThings", "things.thingTypeName"),
    ];

    /// <summary>Request members that are left alone.</summary>
    public static readonly ImmutableHashSet<(string Operation, string Member)> Unread = [];

    /// <summary>Modelled errors that cannot come about here, and errors that the model does not declare.</summary>
    public static readonly ImmutableHashSet<(string Operation, string Error)> Errors =
    [
        // Updates wait for each other and never conflict; templates are not limited in number.
        ("CreateProvisioningTemplate", "LimitExceededException"),
        ("CreateProvisioningTemplateVersion", "ConflictingResourceUpdateException"),
        ("DeleteProvisioningTemplate", "ConflictingResourceUpdateException"),
        ("DeleteProvisioningTemplateVersion", "ConflictingResourceUpdateException"),
        ("RegisterThing", "ConflictingResourceUpdateException"),
        ("UpdateProvisioningTemplate", "ConflictingResourceUpdateException"),

        // What AWS's documentation says of DeleteThing: a thing that is not there is deleted.
        ("DeleteThing", "ResourceNotFoundException"),

        // Nothing that CreateThing could refer to is offered yet.
        ("CreateThing", "ResourceNotFoundException"),

        // Detaching, listing and testing exceed no limit.
        ("DetachPolicy", "LimitExceededException"),
        ("GetEffectivePolicies", "LimitExceededException"),
        ("ListAttachedPolicies", "LimitExceededException"),
        ("ListTargetsForPolicy", "LimitExceededException"),
        ("TestAuthorization", "LimitExceededException"),
    ];
}
