using System.Collections.Immutable;
using System.Text.Json;
using Anchorage.Certificates;
using Anchorage.Permissions;
using Anchorage.Provisioning;
using Anchorage.ProvisioningTemplates;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Onboarding;

/// <param name="CertificatePem">The device's certificate.</param>
/// <param name="ResourceArns">By logical name in the template.</param>
internal sealed record RegisterThingResponse(string CertificatePem, ImmutableSortedDictionary<string, string> ResourceArns);

/// <summary>Provisions one device by a template that comes with the request, with its parameters.</summary>
internal static class RegisterThing
{
    private const int LongestParameter = 2048;
    private const int LongestValue = 4096;

    public static readonly Operation Operation = Operation.Of(
        "RegisterThing", "POST", "/things", changes: true, [WireErrorKind.ResourceRegistrationFailure],
        static () => OnboardingShapes.Wire.RegisterThingResponse,
        (call, on) => RunAsync(call, on));

    private static async Task<Result<RegisterThingResponse>> RunAsync(Call call, Installation on)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with templateBody, the template as a JSON string, and parameters", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var text = TemplateBody.Read(body, faults);
        var parameters = ReadParameters(body, faults);
        if (faults.Any || TemplateBody.Judge(text!, ProvisioningTemplateType.FleetProvisioning, faults) is not { } template)
        {
            return faults.AsError();
        }

        var (plan, unfit) = template.Evaluate(new ProvisioningInput(parameters, Subject: null));
        if (plan is null)
        {
            return WireError.InvalidRequest(string.Join(' ', unfit.Select(TemplateBody.Sentence)));
        }

        // What can be told without writing is told before a certificate is issued for nothing.
        if (PlanRules.Judge(plan) is { IsEmpty: false } refused)
        {
            return WireError.InvalidRequest(string.Join(' ', refused.Select(TemplateBody.Sentence)));
        }

        if (await on.Permissions.RefuseImpliedAsync(call, ImpliedActions.Of(plan, call.Caller)) is { } denied)
        {
            return denied;
        }

        var now = on.Clock.GetUtcNow();
        var source = await PlannedSource.FindAsync(call, on, plan.Certificate, now);
        return source.IsSuccess
            ? await on.Database.WriteAsync(session => StoreAsync(session, call, source.Value, plan, now), call.Cancelled)
            : source.Error;
    }

    private static async Task<Write<Result<RegisterThingResponse>>> StoreAsync(
        Session session, Call call, PlannedSource source, ProvisioningPlan plan, DateTimeOffset now)
    {
        if (await source.RegisterAsync(session, call) is { } unregistered)
        {
            return Write.Undo<Result<RegisterThingResponse>>(unregistered);
        }

        var done = await DeviceProvisioning.RunAsync(session, call.Caller, source.CertificateId, plan, joinsAnyThing: true, now, call.Cancelled);
        if (!done.IsSuccess)
        {
            return Write.Undo<Result<RegisterThingResponse>>(done.Error);
        }

        call.Audit.Concern(call.Caller.Arn($"cert/{source.CertificateId}"));
        foreach (var resource in done.Value.Resources.Values)
        {
            call.Audit.Concern(call.Caller.Arn(resource));
        }

        var certificate = await RegisteredCertificate.FindAsync(session, call.Caller, source.CertificateId, call.Cancelled);
        return Write.Keep<Result<RegisterThingResponse>>(new RegisterThingResponse(
            CertificatePem.Write(certificate!.Der),
            done.Value.Resources.ToImmutableSortedDictionary(resource => resource.Key, resource => call.Caller.Arn(resource.Value), StringComparer.Ordinal)));
    }

    private static Dictionary<string, string> ReadParameters(RequestBody body, Faults faults)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.Member("parameters") is not { } given)
        {
            return parameters;
        }

        if (given.ValueKind is not JsonValueKind.Object)
        {
            faults.Add($$"""parameters is {{RequestBody.Kind(given)}}; wanted an object such as {"SerialNumber": "123"}.""");
            return parameters;
        }

        foreach (var parameter in given.EnumerateObject())
        {
            var value = parameter.Value.ValueKind is JsonValueKind.String ? RequestBody.TextOf(parameter.Value) : null;
            if (value is null || value.Length > LongestValue || parameter.Name.Length > LongestParameter)
            {
                faults.Add($"The parameter {Printable.Quoted(parameter.Name)} is not one: wanted a name of at most {LongestParameter} characters, and a string of at most {LongestValue}.");
            }
            else
            {
                parameters[parameter.Name] = value;
            }
        }

        return parameters;
    }
}
