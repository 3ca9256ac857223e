using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>Lists the caller's device certificates that one CA signed; none for a CA that is not known, and still those of one that was deleted.</summary>
internal static class ListCertificatesByCA
{
    public static readonly Operation Operation = Operation.Of(
        "ListCertificatesByCA", "GET", "/certificates-by-ca/{caCertificateId}", changes: false, [],
        static () => CertificateShapes.Wire.ListCertificatesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers)) with
    { Demand = Demand.None };

    private static async Task<Result<ListCertificatesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var read = CACertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var faults = new Faults();
        var wanted = PageRequest.Read(call, $"ListCertificatesByCA {read.Value}", markers, faults);
        return faults.Any
            ? faults.AsError()
            : await ListCertificates.PageAsync(call, database, markers, wanted, read.Value);
    }
}
