using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

internal sealed record ListOutgoingCertificatesResponse(
    IReadOnlyList<OutgoingCertificate> OutgoingCertificates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker);

internal sealed record OutgoingCertificate(
    string CertificateArn,
    string CertificateId,
    string TransferredTo,
    Timestamp TransferDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TransferMessage,
    Timestamp CreationDate);

/// <summary>Lists the caller's device certificates that are offered to other accounts and not accepted yet, newest certificate first unless isAscendingOrder is true.</summary>
internal static class ListOutgoingCertificates
{
    public static readonly Operation Operation = Operation.Of(
        "ListOutgoingCertificates", "GET", "/certificates-out-going", changes: false, [],
        static () => CertificateShapes.Wire.ListOutgoingCertificatesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListOutgoingCertificatesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var faults = new Faults();
        var wanted = PageRequest.Read(call, "ListOutgoingCertificates", markers, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await database.ReadAsync(
            session => CertificateTransferTable.PageAsync(session, call.Caller, wanted.After, wanted.Ascending, wanted.Size + 1, call.Cancelled), call.Cancelled);
        var (lines, next) = wanted.Cut(
            found, call.Caller, markers, line => new PagePlace(line.CreatedAt.ToUnixTimeMilliseconds(), line.CertificateId));
        return new ListOutgoingCertificatesResponse(
            [.. lines.Select(line => new OutgoingCertificate(
                call.Caller.Arn(DeviceCertificate.ResourceOf(line.CertificateId)),
                line.CertificateId,
                line.TransferredTo,
                Timestamp.Of(line.TransferredAt),
                line.Message,
                Timestamp.Of(line.CreatedAt)))],
            next);
    }
}
