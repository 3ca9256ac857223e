using System.Collections.Immutable;
using Anchorage.Certificates;
using Anchorage.Provisioning;
using Anchorage.Storage;
using Anchorage.Things;
using Anchorage.Wire;

namespace Anchorage.Onboarding;

/// <summary>The thing of a plan: creates it, or joins the one that is there, and gives it the certificate.</summary>
internal static class ThingProvisioning
{
    /// <summary>How many certificates of a thing are looked at; a thing with more is joined by an operator only.</summary>
    private const int MostCertificates = 100;

    /// <summary>The error that keeps it from being done; null when it is done.</summary>
    public static async Task<WireError?> RunAsync(
        Session session, Caller caller, DeviceCertificate certificate, PlannedThing planned, bool joinsAnyThing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var attributes = AttributesOf(planned);
        if (await RegisteredThing.TryCreateAsync(session, caller, planned.ThingName, attributes, now, cancellationToken) is null)
        {
            if (await RegisteredThing.HoldAsync(session, caller, planned.ThingName, cancellationToken) is not { } thing)
            {
                return DeviceProvisioning.Failed($"The thing {planned.ThingName} was deleted while the device was provisioned. Try again.");
            }

            if ((joinsAnyThing ? null : await ForeignAsync(session, caller, certificate, thing, cancellationToken)) is { } foreign)
            {
                return foreign;
            }

            if (await OverrideAsync(session, caller, thing, planned, attributes, cancellationToken) is { } conflict)
            {
                return conflict;
            }
        }

        var principal = new ThingPrincipal(planned.ThingName, certificate.CertificateId, Exclusive: false);
        return await RegisteredThing.AttachAsync(session, caller, principal, now, cancellationToken) switch
        {
            // One that is there already as the only certificate's only thing is as attached as can be.
            Attachment.Done or Attachment.OfAnotherType => null,
            Attachment.NotAlone => DeviceProvisioning.Failed(
                $"The certificate {certificate.CertificateId} belongs to another thing as EXCLUSIVE_THING, so that it cannot belong to {planned.ThingName} as well. Detach it there first."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ImmutableSortedDictionary<string, string> AttributesOf(PlannedThing planned) =>
        planned.Attributes.Where(attribute => attribute.Value.Length > 0)
            .ToImmutableSortedDictionary(attribute => attribute.Key, attribute => attribute.Value, StringComparer.Ordinal);

    /// <summary>Names come from devices: one that says it is a device of another CA must not get what is meant for that.</summary>
    private static async Task<WireError?> ForeignAsync(
        Session session, Caller caller, DeviceCertificate certificate, Thing thing, CancellationToken cancellationToken)
    {
        var principals = await RegisteredThing.CertificatesOfAsync(session, caller, thing.ThingName, MostCertificates, cancellationToken);
        foreach (var principal in principals)
        {
            if (principal.CertificateId != certificate.CertificateId
                && await RegisteredCertificate.FindAsync(session, caller, principal.CertificateId, cancellationToken) is { } other
                && other.CACertificateId != certificate.CACertificateId)
            {
                return DeviceProvisioning.Failed(
                    $"The thing {thing.ThingName} exists and belongs to certificate {other.CertificateId}, which {(other.CACertificateId is { } ca ? $"CA {ca}" : "no registered CA")} signed and not this device's CA {certificate.CACertificateId}: a device of one CA does not join a thing of another. Give the device another name, or attach the certificate yourself with attach-thing-principal.");
            }
        }

        return principals.Length == MostCertificates
            ? DeviceProvisioning.Failed($"The thing {thing.ThingName} has {MostCertificates} certificates or more, and a device does not join it by itself. Detach those that are no longer used.")
            : null;
    }

    private static async Task<WireError?> OverrideAsync(
        Session session, Caller caller, Thing thing, PlannedThing planned, ImmutableSortedDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        var wanted = planned.Overrides.AttributePayload switch
        {
            ResourceOverride.Merge => thing.Attributes.SetItems(attributes),
            ResourceOverride.DoNothing => thing.Attributes,
            _ => attributes,
        };
        if (wanted.SequenceEqual(thing.Attributes))
        {
            return null;
        }

        if (planned.Overrides.AttributePayload is ResourceOverride.Fail)
        {
            return DeviceProvisioning.Conflict($"the thing {thing.ThingName} exists with other attributes");
        }

        if (ThingAttributes.TooMany(wanted) is { } tooMany)
        {
            return DeviceProvisioning.Failed(tooMany.Message);
        }

        await RegisteredThing.SetAttributesAsync(session, caller, thing with { Attributes = wanted }, cancellationToken);
        return null;
    }
}
