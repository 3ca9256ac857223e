using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>The request of UpdateCACertificate: each member is a wish of its own, and what is null stays as it is.</summary>
/// <param name="Status"><c>ACTIVE</c> or <c>INACTIVE</c>.</param>
/// <param name="AutoRegistrationStatus"><c>ENABLE</c> or <c>DISABLE</c>.</param>
/// <param name="RegistrationConfig">Takes the place of the whole config that is there.</param>
/// <param name="RemovesConfig">Whether the config goes, and with it auto registration.</param>
internal sealed record UpdateCACertificateRequest(
    string CertificateId, string? Status, string? AutoRegistrationStatus, RegistrationConfig? RegistrationConfig, bool RemovesConfig)
{
    private const string NewStatus = "newStatus";
    private const string NewAutoRegistrationStatus = "newAutoRegistrationStatus";

    /// <summary>A change of the status alone.</summary>
    public static UpdateCACertificateRequest OfStatus(string certificateId, string status) => new(certificateId, status, null, null, false);

    /// <summary>Reads path, query and body, and judges the config as RegisterCACertificate does.</summary>
    public static Result<UpdateCACertificateRequest> Read(Call call)
    {
        var id = CACertificateId.Read(call.Path[0]);
        if (!id.IsSuccess)
        {
            return id.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.ReadOptional(call.Body, "wanted a JSON object with registrationConfig or removeAutoRegistration, or no body", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var query = new QueryShape(call.Query, faults);
        var status = query.Word(NewStatus, CACertificate.Active, CACertificate.Inactive);
        var autoRegistration = query.Word(NewAutoRegistrationStatus, CACertificate.Enable, CACertificate.Disable);
        foreach (var misplaced in new[] { NewStatus, NewAutoRegistrationStatus }.Where(name => body.Member(name) is not null))
        {
            // It would be lost in silence, and the caller would believe the CA changed.
            faults.Add($"{misplaced} stands in the body; it is a query parameter: PUT /cacertificate/ID?{misplaced}=VALUE.");
        }

        var config = RegistrationConfig.Read(body, faults);
        var removes = body.Flag("removeAutoRegistration") ?? false;
        if (removes && autoRegistration == CACertificate.Enable)
        {
            faults.Add("removeAutoRegistration is true and newAutoRegistrationStatus is ENABLE; the one sets DISABLE and the other ENABLE, so give one of them.");
        }

        if (removes && config is not null)
        {
            faults.Add("removeAutoRegistration is true and a registrationConfig is given; the one removes the config and the other sets it, so give one of them.");
        }

        if (!faults.Any)
        {
            config?.Judge(faults);
        }

        return faults.Any
            ? faults.AsError()
            : new UpdateCACertificateRequest(id.Value, status, removes ? CACertificate.Disable : autoRegistration, config, removes);
    }
}
