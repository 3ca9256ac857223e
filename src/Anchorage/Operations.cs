using System.Collections.Immutable;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.RegistrationCodes;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage;

/// <summary>The table of contents: every AWS IoT operation that is offered.</summary>
internal static class Operations
{
    public static readonly ImmutableArray<Operation> All =
    [
        AcceptCertificateTransfer.Operation,
        CancelCertificateTransfer.Operation,
        CreateCertificateFromCsr.Operation,
        CreateKeysAndCertificate.Operation,
        DeleteCertificate.Operation,
        DeleteRegistrationCode.Operation,
        DescribeCACertificate.Operation,
        DescribeCertificate.Operation,
        GetRegistrationCode.Operation,
        ListCACertificates.Operation,
        ListCertificates.Operation,
        ListCertificatesByCA.Operation,
        ListOutgoingCertificates.Operation,
        ListTagsForResource.Operation,
        RegisterCACertificate.Operation,
        RegisterCertificate.Operation,
        RegisterCertificateWithoutCA.Operation,
        RejectCertificateTransfer.Operation,
        TransferCertificate.Operation,
        UpdateCertificate.Operation,
    ];
}
