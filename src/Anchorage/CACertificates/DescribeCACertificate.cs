using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.CACertificates;

internal sealed record DescribeCACertificateResponse(
    CACertificateDescription CertificateDescription,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RegistrationConfig? RegistrationConfig,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CAQuarantineResponse? Quarantine);

internal sealed record CACertificateDescription(
    string CertificateArn,
    string CertificateId,
    string Status,
    string CertificatePem,
    string OwnedBy,
    Timestamp CreationDate,
    string AutoRegistrationStatus,
    Timestamp LastModifiedDate,
    long CustomerVersion,
    string GenerationId,
    CertificateValidity Validity,
    string CertificateMode);

internal sealed record CertificateValidity(Timestamp NotBefore, Timestamp NotAfter);

/// <summary>Tells everything about one CA certificate of the caller.</summary>
internal static class DescribeCACertificate
{
    public static readonly Operation Operation = Operation.Of(
        "DescribeCACertificate", "GET", "/cacertificate/{caCertificateId}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => CACertificateShapes.Wire.DescribeCACertificateResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<DescribeCACertificateResponse>> RunAsync(Call call, Database database)
    {
        var read = CACertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var id = read.Value;
        var (ca, quarantine) = await database.ReadAsync(
            async session => await CACertificateTable.FindAsync(session, call.Caller, id, call.Cancelled) is { } found
                ? (found, found.Status == CACertificate.Inactive ? await CAQuarantineTable.FindAsync(session, call.Caller, id, call.Cancelled) : null)
                : default((CACertificate?, CAQuarantine?)),
            call.Cancelled);
        return ca is null
            ? CACertificateId.NotFound(id, call.Caller)
            : new DescribeCACertificateResponse(
                DescriptionOf(ca, call.Caller), ca.RegistrationConfig, quarantine is null ? null : CAQuarantineResponse.Of(quarantine));
    }

    private static CACertificateDescription DescriptionOf(CACertificate ca, Caller caller) => new(
        caller.Arn(ca.Resource),
        ca.CertificateId,
        ca.Status,
        CertificatePem.Write(ca.Der),
        caller.AccountId,
        Timestamp.Of(ca.CreatedAt),
        ca.AutoRegistrationStatus,
        Timestamp.Of(ca.ModifiedAt),
        ca.CustomerVersion,
        ca.GenerationId,
        new CertificateValidity(Timestamp.Of(ca.NotBefore), Timestamp.Of(ca.NotAfter)),
        ca.CertificateMode);
}
