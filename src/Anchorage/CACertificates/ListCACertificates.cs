using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

internal sealed record ListCACertificatesResponse(
    IReadOnlyList<CACertificateListItem> Certificates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker);

internal sealed record CACertificateListItem(string CertificateArn, string CertificateId, string Status, Timestamp CreationDate);

/// <summary>Lists the caller's CA certificates page by page, newest first unless isAscendingOrder is true.</summary>
internal static class ListCACertificates
{
    private const int DefaultPageSize = 25;
    private const int LargestPage = 250;

    public static readonly Operation Operation = Operation.Of(
        "ListCACertificates", "GET", "/cacertificates", changes: false, [],
        static () => CACertificateShapes.Wire.ListCACertificatesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListCACertificatesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var faults = new Faults();
        var query = new QueryShape(call.Query, faults);
        var pageSize = query.Number("pageSize", 1, LargestPage) ?? DefaultPageSize;
        var ascending = query.Flag("isAscendingOrder") ?? false;
        var templateName = query.Text("templateName");
        var marker = query.Text("marker");
        if (templateName is not null && (templateName.Length > 36 || !RegistrationConfig.NameForm().IsMatch(templateName)))
        {
            faults.Add($"The query parameter templateName is {Printable.Quoted(templateName)}; wanted 1 to 36 letters, digits, _ and -.");
        }

        // A page continues the list it was begun in, so the order and the filter are part of what the marker is good for.
        var listing = $"ListCACertificates {ascending} {templateName}";
        var after = marker is null ? null : markers.Read(call.Caller, listing, marker);
        if (marker is not null && after is null)
        {
            faults.Add("The query parameter marker is not one that this list gave, with this order and filter, to this account and region; begin again without it.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        var lines = await database.ReadAsync(
            session => CACertificateListing.PageAsync(session, call.Caller, after, ascending, templateName, pageSize + 1, call.Cancelled), call.Cancelled);
        var page = lines.Take(pageSize).ToList();
        return new ListCACertificatesResponse(
            [.. page.Select(line => new CACertificateListItem(
                call.Caller.Arn(CACertificate.ResourceOf(line.CertificateId)), line.CertificateId, line.Status, Timestamp.Of(line.CreatedAt)))],
            lines.Count > pageSize
                ? markers.Write(call.Caller, listing, new PagePlace(page[^1].CreatedAt.ToUnixTimeMilliseconds(), page[^1].CertificateId))
                : null);
    }
}
