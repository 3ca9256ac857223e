using System.Collections.Immutable;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>What other folders may ask of things, and do to them in their own unit of work.</summary>
internal static class RegisteredThing
{
    /// <summary>Whether the certificate is attached to any thing of the caller's account and region.</summary>
    /// <remarks>Ask with the certificate's row in hand (RegisteredCertificate.TryKeepAsync, or a DELETE of it): an attachment holds that row as well.</remarks>
    public static Task<bool> HasCertificateAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        ThingPrincipalTable.AnyAsync(session, caller, certificateId, cancellationToken);

    /// <summary>Whether the certificate is attached to this thing of the caller's account and region.</summary>
    public static async Task<bool> HasCertificateAsync(
        Session session, Caller caller, string thingName, string certificateId, CancellationToken cancellationToken) =>
        await ThingPrincipalTable.FindAsync(session, caller, thingName, certificateId, cancellationToken) is not null;

    public static Task<Thing?> FindAsync(Session session, Caller caller, string thingName, CancellationToken cancellationToken) =>
        ThingTable.FindAsync(session, caller, thingName, cancellationToken);

    /// <summary>The things that a certificate belongs to, at most as many as asked for.</summary>
    public static async Task<ImmutableArray<ThingPrincipal>> OfCertificateAsync(
        Session session, Caller caller, string certificateId, int most, CancellationToken cancellationToken) =>
        [.. await ThingPrincipalListing.OfCertificateAsync(session, caller, certificateId, string.Empty, null, most, cancellationToken)];

    /// <summary>Creates a thing of these attributes; null when the name is taken.</summary>
    public static async Task<Thing?> TryCreateAsync(
        Session session, Caller caller, string thingName, ImmutableSortedDictionary<string, string> attributes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var thing = new Thing(thingName, Uuid.Next(), attributes, 1);
        return await ThingTable.InsertAsync(session, caller, thing, now, cancellationToken) ? thing : null;
    }

    /// <summary>Takes a thing in hand: until the unit of work ends, others who would change it, delete it or attach to it wait. Null when it is not there.</summary>
    public static Task<Thing?> HoldAsync(Session session, Caller caller, string thingName, CancellationToken cancellationToken) =>
        ThingTable.HoldAsync(session, caller, thingName, cancellationToken);

    /// <summary>Gives a thing in hand other attributes, and with them its next version.</summary>
    public static async Task SetAttributesAsync(Session session, Caller caller, Thing thing, CancellationToken cancellationToken)
    {
        await ThingTable.ClaimAsync(session, caller, thing.ThingName, null, cancellationToken);
        await ThingTable.SetAttributesAsync(session, caller, thing, cancellationToken);
    }

    /// <summary>The certificates of a thing, at most as many as asked for.</summary>
    public static async Task<ImmutableArray<ThingPrincipal>> CertificatesOfAsync(
        Session session, Caller caller, string thingName, int most, CancellationToken cancellationToken) =>
        [.. await ThingPrincipalListing.OfThingAsync(session, caller, thingName, string.Empty, null, most, cancellationToken)];

    /// <summary>Attaches a certificate whose row the caller's unit of work has in hand; anything but Done must be undone.</summary>
    public static Task<Attachment> AttachAsync(Session session, Caller caller, ThingPrincipal principal, DateTimeOffset now, CancellationToken cancellationToken) =>
        ThingPrincipalTable.InsertAsync(session, caller, principal, now, cancellationToken);
}
