using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>Changes a provisioning template's settings; its bodies are its versions', and never change.</summary>
internal static class UpdateProvisioningTemplate
{
    public static readonly Operation Operation = Operation.OfNothing(
        "UpdateProvisioningTemplate", "PATCH", "/provisioning-templates/{templateName}", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfPath("/provisioning-templates/{templateName}") with { Role = "provisioningRoleArn" } };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var name = TemplateName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.ReadOptional(call.Body, "wanted a JSON object with what is to change", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var settings = TemplateSettings.Read(body, faults);
        var version = body.Integer("defaultVersionId");

        // No template has a hook, so that there is nothing to remove, and removing it is done.
        _ = body.Flag("removePreProvisioningHook");
        if (faults.Any)
        {
            return faults.AsError();
        }

        return await database.WriteAsync(session => ChangeAsync(session, call, name.Value, settings, version, clock.GetUtcNow()), call.Cancelled) is { } refused
            ? refused
            : Nothing.Value;
    }

    private static async Task<Write<WireError?>> ChangeAsync(
        Session session, Call call, string name, TemplateSettings settings, long? versionId, DateTimeOffset now)
    {
        if (await TemplateTable.ClaimAsync(session, call.Caller, name, now, call.Cancelled) is not { } template)
        {
            return Write.Undo<WireError?>(TemplateName.Unknown(call.Caller, name));
        }

        if (versionId is { } wanted && await TemplateVersionTable.FindAsync(session, call.Caller, name, wanted, call.Cancelled) is null)
        {
            return Write.Undo<WireError?>(TemplateName.UnknownVersion(name, wanted));
        }

        await TemplateTable.SetAsync(
            session,
            call.Caller,
            template with
            {
                Description = settings.Description ?? template.Description,
                Enabled = settings.Enabled ?? template.Enabled,
                ProvisioningRoleArn = settings.ProvisioningRoleArn ?? template.ProvisioningRoleArn,
                DefaultVersionId = versionId ?? template.DefaultVersionId,
            },
            call.Cancelled);
        return Write.Keep<WireError?>(null);
    }
}
