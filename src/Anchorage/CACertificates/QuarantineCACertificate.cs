using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

internal sealed record CAQuarantineResponse(string CaCertificateId, string StatusAfter, Timestamp QuarantinedDate)
{
    public static CAQuarantineResponse Of(CAQuarantine quarantine) =>
        new(quarantine.CACertificateId, quarantine.StatusAfter, Timestamp.Of(quarantine.QuarantinedAt));
}

/// <summary>Keeps the devices of a CA out until it is released: connected ones are dropped, connects are refused, the CA is INACTIVE.</summary>
/// <remarks>Not an operation of AWS. A CA that is quarantined already stays as it is.</remarks>
internal static class QuarantineCACertificate
{
    public const string Path = "/-/ca-quarantines/{caCertificateId}";

    public static readonly Operation Operation = Operation.Of(
        "QuarantineCACertificate", "PUT", Path, changes: true, [WireErrorKind.ResourceNotFound], static () => CACertificateShapes.Wire.CAQuarantineResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<CAQuarantineResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var id = CACertificateId.Read(call.Path[0]);
        return id.IsSuccess
            ? await database.WriteAsync(session => StoreAsync(session, call, id.Value, clock.GetUtcNow()), call.Cancelled)
            : id.Error;
    }

    private static async Task<Write<Result<CAQuarantineResponse>>> StoreAsync(Session session, Call call, string id, DateTimeOffset now)
    {
        if (!await CACertificateTable.HoldAsync(session, call.Caller, id, call.Cancelled))
        {
            return Write.Undo<Result<CAQuarantineResponse>>(CACertificateId.NotFound(id, call.Caller));
        }

        await CAQuarantineTable.InsertAsync(session, call.Caller, id, now, call.Cancelled);
        await CACertificateTable.UpdateAsync(session, call.Caller, UpdateCACertificateRequest.OfStatus(id, CACertificate.Inactive), now, call.Cancelled);
        var quarantine = await CAQuarantineTable.FindAsync(session, call.Caller, id, call.Cancelled);
        return Write.Keep<Result<CAQuarantineResponse>>(CAQuarantineResponse.Of(quarantine!));
    }
}
