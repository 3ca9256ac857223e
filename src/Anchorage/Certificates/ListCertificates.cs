using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>What both lists of certificates answer.</summary>
internal sealed record ListCertificatesResponse(
    IReadOnlyList<CertificateListItem> Certificates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker);

internal sealed record CertificateListItem(
    string CertificateArn, string CertificateId, string Status, string CertificateMode, Timestamp CreationDate);

/// <summary>Lists the caller's device certificates page by page, newest first unless isAscendingOrder is true.</summary>
internal static class ListCertificates
{
    public static readonly Operation Operation = Operation.Of(
        "ListCertificates", "GET", "/certificates", changes: false, [],
        static () => CertificateShapes.Wire.ListCertificatesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static Task<Result<ListCertificatesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var faults = new Faults();
        var wanted = PageRequest.Read(call, "ListCertificates", markers, faults);
        return faults.Any
            ? Task.FromResult<Result<ListCertificatesResponse>>(faults.AsError())
            : PageAsync(call, database, markers, wanted, caCertificateId: null);
    }

    /// <summary>The page that is wanted, of all certificates or of those of one CA.</summary>
    public static async Task<Result<ListCertificatesResponse>> PageAsync(
        Call call, Database database, Marker markers, PageRequest wanted, string? caCertificateId)
    {
        var found = await database.ReadAsync(
            session => DeviceCertificateListing.PageAsync(
                session, call.Caller, wanted.After, wanted.Ascending, caCertificateId, wanted.Size + 1, call.Cancelled),
            call.Cancelled);
        var (lines, next) = wanted.Cut(
            found, call.Caller, markers, line => new PagePlace(line.CreatedAt.ToUnixTimeMilliseconds(), line.CertificateId));
        return new ListCertificatesResponse(
            [.. lines.Select(line => new CertificateListItem(
                call.Caller.Arn(DeviceCertificate.ResourceOf(line.CertificateId)), line.CertificateId, line.Status, line.CertificateMode, Timestamp.Of(line.CreatedAt)))],
            next);
    }
}
