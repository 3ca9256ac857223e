using Anchorage.Certificates;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Makes a certificate belong to a thing; doing it again changes nothing.</summary>
internal static class AttachThingPrincipal
{
    public static readonly Operation Operation = Operation.OfNothing(
        "AttachThingPrincipal", "PUT", "/things/{thingName}/principals", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfHeaderArn("x-amzn-principal") with { NamesThing = true } };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var name = ThingName.Read(call.Path[0]);
        var certificate = CertificatePrincipal.Read(call);
        var type = PrincipalType.Read(call);
        if ((name.Error ?? certificate.Error ?? type.Error) is { } malformed)
        {
            return malformed;
        }

        var principal = new ThingPrincipal(name.Value!, certificate.Value!.CertificateId, type.Value!.Exclusive ?? false);
        return await database.WriteAsync(session => AttachAsync(session, call, principal, clock.GetUtcNow()), call.Cancelled) is { } refused
            ? refused
            : Nothing.Value;
    }

    private static async Task<Write<WireError?>> AttachAsync(Session session, Call call, ThingPrincipal principal, DateTimeOffset now)
    {
        if (!await RegisteredCertificate.TryKeepAsync(session, call.Caller, principal.CertificateId, call.Cancelled))
        {
            return Write.Undo<WireError?>(await CertificatePrincipal.ExistsAsync(session, call, principal.CertificateId)
                ? WireError.InvalidRequest($"The certificate {principal.CertificateId} is PENDING_TRANSFER, so that nothing can be attached to it. Wait for the other account's answer, or cancel the transfer.")
                : CertificatePrincipal.Unknown(call.Caller, principal.CertificateId));
        }

        var attached = await ThingPrincipalTable.InsertAsync(session, call.Caller, principal, now, call.Cancelled);
        return attached is Attachment.Done
            ? Write.Keep<WireError?>(null)
            : Write.Undo<WireError?>(await RefusalAsync(session, call, principal, attached));
    }

    private static async Task<WireError> RefusalAsync(Session session, Call call, ThingPrincipal principal, Attachment attached)
    {
        if (attached is Attachment.NoSuchThing)
        {
            return ThingName.Unknown(call.Caller, principal.ThingName);
        }

        if (attached is Attachment.OfAnotherType)
        {
            return WireError.InvalidRequest(
                $"The certificate {principal.CertificateId} is attached to {principal.ThingName} already, and not as {principal.ThingPrincipalType}. Detach it first to attach it so.");
        }

        var others = await ThingPrincipalListing.OfCertificateAsync(session, call.Caller, principal.CertificateId, string.Empty, null, 4, call.Cancelled);
        var names = others.Where(other => other.ThingName != principal.ThingName).Take(3).Select(other => $"{other.ThingName} ({other.ThingPrincipalType})");
        return WireError.InvalidRequest(
            $"The certificate {principal.CertificateId} cannot be attached to {principal.ThingName} as {principal.ThingPrincipalType}: it is attached to {string.Join(", ", names)}, and {ThingPrincipal.ExclusiveThing} allows one thing only. Detach it there first.");
    }
}
