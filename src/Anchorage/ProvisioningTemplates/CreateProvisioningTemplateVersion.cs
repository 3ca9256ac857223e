using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

internal sealed record CreateProvisioningTemplateVersionResponse(string TemplateArn, string TemplateName, long VersionId, bool IsDefaultVersion);

/// <summary>Gives a provisioning template another body as a further version, once it is judged.</summary>
internal static class CreateProvisioningTemplateVersion
{
    public static readonly Operation Operation = Operation.Of(
        "CreateProvisioningTemplateVersion", "POST", "/provisioning-templates/{templateName}/versions", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.VersionsLimitExceeded],
        static () => TemplateShapes.Wire.CreateProvisioningTemplateVersionResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfPath("/provisioning-templates/{templateName}") with { Template = "templateBody" } };

    private static async Task<Result<CreateProvisioningTemplateVersionResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var name = TemplateName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with templateBody, the template as a JSON string", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var template = TemplateBody.Read(body, faults);
        var setAsDefault = new QueryShape(call.Query, faults).Flag("setAsDefault") ?? false;
        return faults.Any
            ? faults.AsError()
            : await database.WriteAsync(session => StoreAsync(session, call, name.Value, template!, setAsDefault, clock.GetUtcNow()), call.Cancelled);
    }

    /// <summary>The template's type is known only here, and never changes, so the body is judged in its own unit of work.</summary>
    private static async Task<Write<Result<CreateProvisioningTemplateVersionResponse>>> StoreAsync(
        Session session, Call call, string name, string body, bool setAsDefault, DateTimeOffset now)
    {
        if (await TemplateTable.ClaimAsync(session, call.Caller, name, now, call.Cancelled) is not { } template)
        {
            return Refuse(TemplateName.Unknown(call.Caller, name));
        }

        var faults = new Faults();
        TemplateBody.Judge(body, StoredTemplate.TypeOf(template.TemplateType), faults);
        if (faults.Any)
        {
            return Refuse(faults.AsError());
        }

        if (await TemplateVersionTable.TryCountAsync(session, call.Caller, name, call.Cancelled) is not { } version)
        {
            return Refuse(new WireError(
                WireErrorKind.VersionsLimitExceeded,
                $"The provisioning template {name} has {StoredTemplate.MostVersions} versions, the most it may. Delete one with delete-provisioning-template-version."));
        }

        await TemplateVersionTable.InsertAsync(session, call.Caller, name, new StoredTemplateVersion(version, body, now), call.Cancelled);
        if (setAsDefault)
        {
            await TemplateTable.SetAsync(session, call.Caller, template with { DefaultVersionId = version }, call.Cancelled);
        }

        return Write.Keep<Result<CreateProvisioningTemplateVersionResponse>>(
            new CreateProvisioningTemplateVersionResponse(call.Caller.Arn(template.Resource), name, version, setAsDefault));

        static Write<Result<CreateProvisioningTemplateVersionResponse>> Refuse(WireError error) =>
            Write.Undo<Result<CreateProvisioningTemplateVersionResponse>>(error);
    }
}
