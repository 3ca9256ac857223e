using System.Collections.Immutable;
using Anchorage.Certificates;
using Anchorage.Policies;
using Anchorage.Provisioning;
using Anchorage.ProvisioningTemplates;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Onboarding;

/// <summary>Carries out a plan: thing, policies, their attachments and the certificate's status, in one unit of work.</summary>
internal static class DeviceProvisioning
{
    /// <summary>Does what the plan asks for a certificate that is registered. An error must be undone by the caller's unit of work.</summary>
    /// <param name="session">The unit of work.</param>
    /// <param name="caller">The account and region.</param>
    /// <param name="certificateId">The certificate, whatever the plan says of where it comes from.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="joinsAnyThing">Whether it may join a thing that exists and has certificates of other CAs: an operator may ask for that, a
    /// device may not, which could else take the name of another CA's device.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Result<ProvisionedDevice>> RunAsync(
        Session session, Caller caller, string certificateId, ProvisioningPlan plan, bool joinsAnyThing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (PlanRules.Judge(plan) is { IsEmpty: false } faults)
        {
            return WireError.InvalidRequest(string.Join(' ', faults.Select(TemplateBody.Sentence)));
        }

        // The certificate's row first: until this ends, nobody deletes it, transfers it or provisions it as well.
        if (!await RegisteredCertificate.TryKeepAsync(session, caller, certificateId, cancellationToken)
            || await RegisteredCertificate.FindAsync(session, caller, certificateId, cancellationToken) is not { } certificate)
        {
            return Failed($"There is no certificate {certificateId} in account {caller.AccountId}, region {caller.Region} that could be provisioned; one that is PENDING_TRANSFER cannot.");
        }

        var resources = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        resources[plan.Certificate.LogicalName] = certificate.Resource;
        var target = certificate.Resource;
        if (plan.Thing is { } thing)
        {
            if (await ThingProvisioning.RunAsync(session, caller, certificate, thing, joinsAnyThing, now, cancellationToken) is { } refused)
            {
                return refused;
            }

            resources[thing.LogicalName] = Things.Thing.ResourceOf(thing.ThingName);
        }

        foreach (var policy in plan.Policies)
        {
            if (await AttachAsync(session, caller, target, policy, now, cancellationToken) is { } refused)
            {
                return refused;
            }

            resources[policy.LogicalName] = IotPolicy.ResourceOf(policy.PolicyName);
        }

        var status = await SetStatusAsync(session, caller, certificate, plan.Certificate, now, cancellationToken);
        return status.IsSuccess
            ? new ProvisionedDevice(certificateId, status.Value, plan.Thing?.ThingName, resources.ToImmutable())
            : status.Error;
    }

    /// <summary>The error for what stands in the way of a device's provisioning.</summary>
    public static WireError Failed(string message) => new(WireErrorKind.ResourceRegistrationFailure, message);

    private static async Task<WireError?> AttachAsync(
        Session session, Caller caller, string target, PlannedPolicy policy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (policy.PolicyDocument is { } document
            && !await PrincipalPolicies.TryCreateAsync(session, caller, policy.PolicyName, document, now, cancellationToken)
            && await PrincipalPolicies.FindDocumentAsync(session, caller, policy.PolicyName, cancellationToken) != document)
        {
            return Failed($"The policy {policy.PolicyName} exists with another document than the template's, although its name is that document's SHA-1: somebody has changed it. Make its first version the default again, or name the policy in the template.");
        }

        return await PrincipalPolicies.AttachAsync(session, caller, target, policy.PolicyName, now, cancellationToken) switch
        {
            PolicyAttachment.Done => null,
            PolicyAttachment.NoSuchPolicy => Failed($"There is no policy {policy.PolicyName} in account {caller.AccountId}, region {caller.Region}, which the template names. Create it with create-policy."),
            _ => Failed($"The certificate has as many policies as it may, so that {policy.PolicyName} cannot be attached. Detach one with detach-policy."),
        };
    }

    private static async Task<Result<string>> SetStatusAsync(
        Session session, Caller caller, DeviceCertificate certificate, PlannedCertificate planned, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A certificate that waits for its activation has no status of its own yet that could be overridden.
        if (certificate.Status == planned.Status
            || (certificate.Status != CertificateStatus.PendingActivation && planned.StatusOverride is ResourceOverride.DoNothing))
        {
            return certificate.Status;
        }

        if (certificate.Status != CertificateStatus.PendingActivation && planned.StatusOverride is ResourceOverride.Fail)
        {
            return Conflict($"the certificate {certificate.CertificateId} is {certificate.Status} and not {planned.Status}");
        }

        if (certificate.Status == CertificateStatus.Revoked)
        {
            return Failed($"The certificate {certificate.CertificateId} is REVOKED, which is final; the template cannot make it {planned.Status}. Give the device another certificate.");
        }

        return await RegisteredCertificate.TrySetStatusAsync(session, caller, certificate.CertificateId, certificate.Status, planned.Status, now, cancellationToken)
            ? planned.Status
            : Failed($"The status of the certificate {certificate.CertificateId} has changed meanwhile. Try again.");
    }

    /// <summary>The error for what OverrideSettings forbids.</summary>
    public static WireError Conflict(string found) =>
        Failed($"ResourceConflictsException: {found}, and OverrideSettings says FAIL. Bring the two together, or let the template REPLACE it.");
}
