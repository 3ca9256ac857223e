using System.Collections.Immutable;
using Anchorage.CACertificates;
using Anchorage.RegistrationCodes;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage;

/// <summary>The table of contents: every AWS IoT operation that is offered.</summary>
internal static class Operations
{
    public static readonly ImmutableArray<Operation> All =
    [
        DeleteCACertificate.Operation,
        DeleteRegistrationCode.Operation,
        DescribeCACertificate.Operation,
        GetRegistrationCode.Operation,
        ListCACertificates.Operation,
        ListTagsForResource.Operation,
        RegisterCACertificate.Operation,
        TagResource.Operation,
        UntagResource.Operation,
        UpdateCACertificate.Operation,
    ];
}
