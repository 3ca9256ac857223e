using System.Collections.Immutable;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Policies;
using Anchorage.RegistrationCodes;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage;

/// <summary>The table of contents: every AWS IoT operation that is offered.</summary>
internal static class Operations
{
    public static readonly ImmutableArray<Operation> All =
    [
        CreatePolicy.Operation,
        DeleteRegistrationCode.Operation,
        DescribeCACertificate.Operation,
        DescribeCertificate.Operation,
        GetRegistrationCode.Operation,
        ListCACertificates.Operation,
        ListCertificates.Operation,
        ListTagsForResource.Operation,
        RegisterCACertificate.Operation,
        RegisterCertificateWithoutCA.Operation,
    ];
}
