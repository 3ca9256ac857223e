using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>A page of attachments, as the four operations that list them share it.</summary>
internal sealed record PrincipalPage(List<ThingPrincipal> Principals, string? NextToken)
{
    public static async Task<Result<PrincipalPage>> OfThingAsync(Call call, Database database, Marker markers, string operation, bool? exclusive)
    {
        var name = ThingName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var faults = new Faults();
        var page = TokenPage.Read(call, markers, $"{operation} {name.Value} {exclusive}", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await database.ReadAsync(
            async session => await ThingTable.FindAsync(session, call.Caller, name.Value, call.Cancelled) is null
                ? null
                : await ThingPrincipalListing.OfThingAsync(session, call.Caller, name.Value, page.After, exclusive, page.Size + 1, call.Cancelled),
            call.Cancelled);
        if (found is null)
        {
            return ThingName.Unknown(call.Caller, name.Value);
        }

        var (items, token) = page.Cut(found, call, markers, one => one.CertificateId);
        return new PrincipalPage(items, token);
    }

    public static async Task<Result<PrincipalPage>> OfCertificateAsync(Call call, Database database, Marker markers, string operation, bool? exclusive)
    {
        var certificate = CertificatePrincipal.Read(call);
        if (!certificate.IsSuccess)
        {
            return certificate.Error;
        }

        var id = certificate.Value.CertificateId;
        var faults = new Faults();
        var page = TokenPage.Read(call, markers, $"{operation} {id} {exclusive}", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await database.ReadAsync(
            async session => await CertificatePrincipal.ExistsAsync(session, call, id)
                ? await ThingPrincipalListing.OfCertificateAsync(session, call.Caller, id, page.After, exclusive, page.Size + 1, call.Cancelled)
                : null,
            call.Cancelled);
        if (found is null)
        {
            return CertificatePrincipal.Unknown(call.Caller, id);
        }

        var (items, token) = page.Cut(found, call, markers, one => one.ThingName);
        return new PrincipalPage(items, token);
    }
}
