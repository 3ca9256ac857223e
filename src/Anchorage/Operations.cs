using System.Collections.Immutable;
using Anchorage.Accounts;
using Anchorage.Auditing;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Endpoints;
using Anchorage.Gateway;
using Anchorage.Onboarding;
using Anchorage.Permissions;
using Anchorage.Policies;
using Anchorage.ProvisioningTemplates;
using Anchorage.RegistrationCodes;
using Anchorage.Tags;
using Anchorage.Things;
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
        AttachThingPrincipal.Operation,
        CancelCertificateTransfer.Operation,
        CreateCertificateFromCsr.Operation,
        CreateKeysAndCertificate.Operation,
        CreatePolicy.Operation,
        CreatePolicyVersion.Operation,
        CreateProvisioningTemplate.Operation,
        CreateProvisioningTemplateVersion.Operation,
        CreateThing.Operation,
        DeleteCACertificate.Operation,
        DeleteCertificate.Operation,
        DeletePolicy.Operation,
        DeletePolicyVersion.Operation,
        DeleteProvisioningTemplate.Operation,
        DeleteProvisioningTemplateVersion.Operation,
        DeleteRegistrationCode.Operation,
        DeleteThing.Operation,
        DescribeCACertificate.Operation,
        DescribeCertificate.Operation,
        DescribeEndpoint.Operation,
        DescribeProvisioningTemplate.Operation,
        DescribeProvisioningTemplateVersion.Operation,
        DescribeThing.Operation,
        DetachPolicy.Operation,
        DetachPrincipalPolicy.Operation,
        DetachThingPrincipal.Operation,
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
        ListPrincipalThings.Operation,
        ListPrincipalThingsV2.Operation,
        ListProvisioningTemplateVersions.Operation,
        ListProvisioningTemplates.Operation,
        ListTagsForResource.Operation,
        ListTargetsForPolicy.Operation,
        ListThingPrincipals.Operation,
        ListThingPrincipalsV2.Operation,
        ListThings.Operation,
        RegisterCACertificate.Operation,
        RegisterCertificate.Operation,
        RegisterCertificateWithoutCA.Operation,
        RegisterThing.Operation,
        RejectCertificateTransfer.Operation,
        SetDefaultPolicyVersion.Operation,
        TagResource.Operation,
        TestAuthorization.Operation,
        TransferCertificate.Operation,
        UntagResource.Operation,
        UpdateCACertificate.Operation,
        UpdateCertificate.Operation,
        UpdateProvisioningTemplate.Operation,
        UpdateThing.Operation,
    ];

    /// <summary>What is offered beside them, under <c>/-/</c>: signed and answered in the same way.</summary>
    public static readonly ImmutableArray<Operation> Own =
    [
        CreateAccessKey.Operation,
        CreateAccount.Operation,
        DeleteAccessKey.Operation,
        DeleteAccount.Operation,
        DeleteCAActivator.Operation,
        DeleteUser.Operation,
        DeleteUserPolicy.Operation,
        DiagnoseOnboarding.Operation,
        GetCAActivator.Operation,
        GetUserPolicy.Operation,
        ListAccessKeys.Operation,
        ListAccounts.Operation,
        ListAuditRecords.Operation,
        ListOnboardingAttempts.Operation,
        ListUserPolicies.Operation,
        ListUsers.Operation,
        PutCAActivator.Operation,
        PutUserPolicy.Operation,
        QuarantineCACertificate.Operation,
        ReleaseCACertificate.Operation,
        RotateAccessKey.Operation,
        SimulatePrincipalPolicy.Operation,
        UpdateAccessKey.Operation,
        UpdateAccount.Operation,
    ];
}
