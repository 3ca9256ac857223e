using Anchorage.ProvisioningTemplates;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>Changes a CA certificate's status, its auto registration and how its devices are provisioned.</summary>
/// <remarks>What is already as asked is a success that changes nothing: neither customerVersion nor lastModifiedDate moves.</remarks>
internal static class UpdateCACertificate
{
    public static readonly Operation Operation = Operation.OfNothing(
        "UpdateCACertificate", "PUT", "/cacertificate/{caCertificateId}", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfPath("/cacertificate/{caCertificateId}") with { Role = "registrationConfig.roleArn", Template = "registrationConfig.templateBody" } };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = UpdateCACertificateRequest.Read(call);
        return read.IsSuccess
            ? await database.WriteAsync(session => StoreAsync(session, call, read.Value, clock.GetUtcNow()), call.Cancelled)
            : read.Error;
    }

    private static async Task<Write<Result<Nothing>>> StoreAsync(Session session, Call call, UpdateCACertificateRequest request, DateTimeOffset now)
    {
        // Held first, so that "not there" and "nothing to change" cannot be taken for one another.
        if (!await CACertificateTable.HoldAsync(session, call.Caller, request.CertificateId, call.Cancelled))
        {
            return Write.Undo<Result<Nothing>>(CACertificateId.NotFound(request.CertificateId, call.Caller));
        }

        if (await NamedTemplate.FindUnfitAsync(session, call.Caller, request.RegistrationConfig?.TemplateName, call.Cancelled) is { } unfit)
        {
            return Write.Undo<Result<Nothing>>(unfit);
        }

        if (request.Status is { } status && await CAQuarantineTable.FindAsync(session, call.Caller, request.CertificateId, call.Cancelled) is { } quarantine)
        {
            if (status == CACertificate.Active)
            {
                return Write.Undo<Result<Nothing>>(WireError.InvalidRequest(
                    $"The CA certificate {request.CertificateId} is quarantined since {quarantine.QuarantinedAt:yyyy-MM-dd'T'HH:mm:ss'Z'} and stays INACTIVE until it is released. Nothing was changed. Release it with: anchorage ca release {request.CertificateId}"));
            }

            await CAQuarantineTable.StayInactiveAsync(session, call.Caller, request.CertificateId, call.Cancelled);
        }

        await CACertificateTable.UpdateAsync(session, call.Caller, request, now, call.Cancelled);
        return Write.Keep<Result<Nothing>>(Nothing.Value);
    }
}
