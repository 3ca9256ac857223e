using Anchorage.Configuration;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

internal sealed record TransferCertificateResponse(string TransferredCertificateArn);

/// <summary>Offers a device certificate to another account. It stays the caller's until that one accepts.</summary>
internal static class TransferCertificate
{
    public static readonly Operation Operation = Operation.Of(
        "TransferCertificate", "PATCH", "/transfer-certificate/{certificateId}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.CertificateState, WireErrorKind.TransferConflict],
        static () => CertificateShapes.Wire.TransferCertificateResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<TransferCertificateResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = CertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var id = read.Value;
        var faults = new Faults();
        var target = new QueryShape(call.Query, faults).Text("targetAwsAccount");
        if (target is null || !ServeOptionsReading.AccountForm().IsMatch(target))
        {
            faults.Add(target is null
                ? "The query parameter targetAwsAccount is missing; wanted the twelve digits of the account that is to have the certificate."
                : $"The query parameter targetAwsAccount is {Printable.Quoted(target)}; wanted the twelve digits of an account.");
        }
        else if (target == call.Caller.AccountId)
        {
            faults.Add($"The query parameter targetAwsAccount is {target}, which is the account that has the certificate; wanted another.");
        }

        var message = TransferMessage.Read(call, "transferMessage", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var offered = (call.Caller with { AccountId = target! }).Arn(DeviceCertificate.ResourceOf(id));
        call.Audit.Concern(offered);
        var refusal = await database.WriteAsync(
            session => OfferAsync(session, call, id, target!, message, clock.GetUtcNow()), call.Cancelled);
        return refusal is null
            ? new TransferCertificateResponse(offered)
            : refusal;
    }

    private static async Task<Write<WireError?>> OfferAsync(
        Session session, Call call, string id, string target, string? message, DateTimeOffset now)
    {
        // Offered first, so that nothing can be attached to it any more, and then looked at: whatever speaks against it takes it back.
        if (!await CertificateTransferTable.TryOfferAsync(session, call.Caller, id, target, message, now, call.Cancelled))
        {
            return Write.Undo<WireError?>(await DeviceCertificateTable.FindStatusAsync(session, call.Caller, id, call.Cancelled) switch
            {
                null => CertificateId.NotFound(id, call.Caller),
                CertificateStatus.PendingTransfer => new WireError(
                    WireErrorKind.TransferConflict,
                    $"The certificate {id} is being transferred already. list-outgoing-certificates shows to whom; cancel-certificate-transfer takes it back."),
                CertificateStatus.Revoked => WireError.CertificateState(
                    $"The certificate {id} is REVOKED, which is final: it is of no use to another account."),
                var status => WireError.CertificateState(
                    $"The certificate {id} is {status}; it must be INACTIVE to be transferred. Deactivate it with update-certificate --new-status INACTIVE."),
            });
        }

        return await CertificateAttachments.HasPoliciesAsync(session, call.Caller, id, call.Cancelled)
            ? Refuse("authorization policies are still attached. Detach them with detach-policy.")
            : await CertificateAttachments.HasThingsAsync(session, call.Caller, id, call.Cancelled)
                ? Refuse("things are still attached. Detach them with detach-thing-principal.")
                : Write.Keep<WireError?>(null);

        static Write<WireError?> Refuse(string because) =>
            Write.Undo<WireError?>(new WireError(WireErrorKind.TransferConflict, $"You can't transfer the certificate because {because}"));
    }
}
