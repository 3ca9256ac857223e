using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Parts a certificate and a thing. It is done when this answers; a certificate that was not attached is no error.</summary>
internal static class DetachThingPrincipal
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DetachThingPrincipal", "DELETE", "/things/{thingName}/principals", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database)) with
    { Demand = Demand.OfHeaderArn("x-amzn-principal") with { NamesThing = true } };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var name = ThingName.Read(call.Path[0]);
        var certificate = CertificatePrincipal.Read(call);
        if ((name.Error ?? certificate.Error) is { } malformed)
        {
            return malformed;
        }

        return await database.WriteAsync(session => DetachAsync(session, call, name.Value!, certificate.Value!.CertificateId), call.Cancelled) is { } refused
            ? refused
            : Nothing.Value;
    }

    private static async Task<Write<WireError?>> DetachAsync(Session session, Call call, string name, string certificateId)
    {
        if (await ThingPrincipalTable.DeleteAsync(session, call.Caller, name, certificateId, call.Cancelled))
        {
            return Write.Keep<WireError?>(null);
        }

        return Write.Undo<WireError?>(await ThingTable.FindAsync(session, call.Caller, name, call.Cancelled) is null
            ? ThingName.Unknown(call.Caller, name)
            : await CertificatePrincipal.ExistsAsync(session, call, certificateId) ? null : CertificatePrincipal.Unknown(call.Caller, certificateId));
    }
}
