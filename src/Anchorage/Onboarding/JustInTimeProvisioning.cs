using Anchorage.CACertificates;
using Anchorage.Provisioning;
using Anchorage.ProvisioningTemplates;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Onboarding;

/// <summary>Provisions a device by the template of the CA that signed its certificate.</summary>
internal static class JustInTimeProvisioning
{
    /// <summary>Does all of it in the caller's unit of work, which must undo it on an error. The message is for who operates the fleet: it is
    /// never told to the device.</summary>
    /// <param name="session">The unit of work.</param>
    /// <param name="caller">The account and region of the CA.</param>
    /// <param name="config">The CA's registrationConfig.</param>
    /// <param name="certificate">The device's certificate, which is registered already: PENDING_ACTIVATION until this is done.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Result<ProvisionedDevice>> RunAsync(
        Session session, Caller caller, RegistrationConfig config, Certificate certificate, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(session, caller, config, cancellationToken);
        if (!body.IsSuccess)
        {
            return body.Error;
        }

        var (template, faults) = ProvisioningTemplate.Read(body.Value, ProvisioningTemplateType.Jitp);
        if (template is null)
        {
            return WireError.InvalidRequest(string.Join(' ', faults.Select(TemplateBody.Sentence)));
        }

        var (plan, unfit) = template.Evaluate(SubjectParameters.Of(certificate));
        return plan is null
            ? WireError.InvalidRequest(string.Join(' ', unfit.Select(TemplateBody.Sentence)))
            : await DeviceProvisioning.RunAsync(session, caller, certificate.Fingerprint, plan, joinsAnyThing: false, now, cancellationToken);
    }

    private static async Task<Result<string>> BodyAsync(Session session, Caller caller, RegistrationConfig config, CancellationToken cancellationToken)
    {
        if (config.TemplateName is not { } name)
        {
            return config.TemplateBody ?? (Result<string>)WireError.InvalidRequest("The CA's registrationConfig has no template. Give it one with update-ca-certificate.");
        }

        if (await NamedTemplate.FindAsync(session, caller, name, cancellationToken) is not var (template, version))
        {
            return TemplateName.Unknown(caller, name);
        }

        return template.Enabled
            ? version.TemplateBody
            : WireError.InvalidRequest($"The provisioning template {name} is not enabled. Enable it with update-provisioning-template --enabled.");
    }
}
