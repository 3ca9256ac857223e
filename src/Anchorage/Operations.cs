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
        AcceptCertificateTransfer.Operation,
        AttachPolicy.Operation,
        AttachPrincipalPolicy.Operation,
        CancelCertificateTransfer.Operation,
        CreateCertificateFromCsr.Operation,
        CreateKeysAndCertificate.Operation,
        CreatePolicy.Operation,
        CreatePolicyVersion.Operation,
        DeleteCACertificate.Operation,
        DeleteCertificate.Operation,
        DeletePolicy.Operation,
        DeletePolicyVersion.Operation,
        DeleteRegistrationCode.Operation,
        DescribeCACertificate.Operation,
        DescribeCertificate.Operation,
        DetachPolicy.Operation,
        DetachPrincipalPolicy.Operation,
        GetEffectivePolicies.Operation,
        GetPolicy.Operation,
        GetPolicyVersion.Operation,
        GetRegistrationCode.Operation,
        ListAttachedPolicies.Operation,
        ListCACertificates.Operation,
        ListCertificates.Operation,
        ListCertificatesByCA.Operation,
        ListOutgoingCertificates.Operation,
        ListPolicies.Operation,
        ListPolicyPrincipals.Operation,
        ListPolicyVersions.Operation,
        ListPrincipalPolicies.Operation,
        ListTagsForResource.Operation,
        ListTargetsForPolicy.Operation,
        RegisterCACertificate.Operation,
        RegisterCertificate.Operation,
        RegisterCertificateWithoutCA.Operation,
        RejectCertificateTransfer.Operation,
        SetDefaultPolicyVersion.Operation,
        TagResource.Operation,
        TestAuthorization.Operation,
        TransferCertificate.Operation,
        UntagResource.Operation,
        UpdateCACertificate.Operation,
        UpdateCertificate.Operation,
    ];
}
