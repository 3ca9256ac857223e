using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

internal sealed record ReleaseCACertificateResponse(string CaCertificateId, string Status);

/// <summary>Ends the quarantine of a CA: its devices may connect again, and it has the status that it had.</summary>
internal static class ReleaseCACertificate
{
    public static readonly Operation Operation = Operation.Of(
        "ReleaseCACertificate", "DELETE", QuarantineCACertificate.Path, changes: true, [WireErrorKind.ResourceNotFound],
        static () => CACertificateShapes.Wire.ReleaseCACertificateResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<ReleaseCACertificateResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var id = CACertificateId.Read(call.Path[0]);
        return id.IsSuccess
            ? await database.WriteAsync(session => StoreAsync(session, call, id.Value, clock.GetUtcNow()), call.Cancelled)
            : id.Error;
    }

    private static async Task<Write<Result<ReleaseCACertificateResponse>>> StoreAsync(Session session, Call call, string id, DateTimeOffset now)
    {
        if (!await CACertificateTable.HoldAsync(session, call.Caller, id, call.Cancelled))
        {
            return Write.Undo<Result<ReleaseCACertificateResponse>>(CACertificateId.NotFound(id, call.Caller));
        }

        if (await CAQuarantineTable.DeleteAsync(session, call.Caller, id, call.Cancelled) is not { } quarantine)
        {
            return Write.Undo<Result<ReleaseCACertificateResponse>>(WireError.ResourceNotFound(
                $"The CA certificate {id} is not quarantined, so that there is nothing to release it from. describe-ca-certificate shows its status."));
        }

        await CACertificateTable.UpdateAsync(session, call.Caller, UpdateCACertificateRequest.OfStatus(id, quarantine.StatusAfter), now, call.Cancelled);
        return Write.Keep<Result<ReleaseCACertificateResponse>>(new ReleaseCACertificateResponse(id, quarantine.StatusAfter));
    }
}
