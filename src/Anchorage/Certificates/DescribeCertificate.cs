using System.Text.Json.Serialization;
using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

internal sealed record DescribeCertificateResponse(CertificateDescription CertificateDescription);

internal sealed record CertificateDescription(
    string CertificateArn,
    string CertificateId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CaCertificateId,
    string Status,
    string CertificatePem,
    string OwnedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PreviousOwnedBy,
    Timestamp CreationDate,
    Timestamp LastModifiedDate,
    long CustomerVersion,
    TransferData TransferData,
    string GenerationId,
    CertificateValidity Validity,
    string CertificateMode);

/// <summary>Empty for a certificate that was not transferred.</summary>
internal sealed record TransferData(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TransferMessage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RejectReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Timestamp? TransferDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Timestamp? AcceptDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Timestamp? RejectDate);

/// <summary>Tells everything about one device certificate of the caller.</summary>
internal static class DescribeCertificate
{
    public static readonly Operation Operation = Operation.Of(
        "DescribeCertificate", "GET", "/certificates/{certificateId}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => CertificateShapes.Wire.DescribeCertificateResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<DescribeCertificateResponse>> RunAsync(Call call, Database database)
    {
        var read = CertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var id = read.Value;
        return await database.ReadAsync(session => DeviceCertificateTable.FindAsync(session, call.Caller, id, call.Cancelled), call.Cancelled) is { } certificate
            ? new DescribeCertificateResponse(DescriptionOf(certificate, call.Caller))
            : CertificateId.NotFound(id, call.Caller);
    }

    private static CertificateDescription DescriptionOf(DeviceCertificate certificate, Caller caller) => new(
        caller.Arn(certificate.Resource),
        certificate.CertificateId,
        certificate.CACertificateId,
        certificate.Status,
        CertificatePem.Write(certificate.Der),
        certificate.OwnedBy,
        certificate.PreviousOwnedBy,
        Timestamp.Of(certificate.CreatedAt),
        Timestamp.Of(certificate.ModifiedAt),
        certificate.CustomerVersion,
        new TransferData(
            certificate.Transfer.Message,
            certificate.Transfer.RejectReason,
            TimestampOf(certificate.Transfer.TransferredAt),
            TimestampOf(certificate.Transfer.AcceptedAt),
            TimestampOf(certificate.Transfer.RejectedAt)),
        certificate.GenerationId,
        new CertificateValidity(Timestamp.Of(certificate.NotBefore), Timestamp.Of(certificate.NotAfter)),
        certificate.CertificateMode);

    private static Timestamp? TimestampOf(DateTimeOffset? time) => time is { } given ? Timestamp.Of(given) : null;
}
