using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>Deletes a version of a provisioning template, unless it is the default.</summary>
internal static class DeleteProvisioningTemplateVersion
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteProvisioningTemplateVersion", "DELETE", "/provisioning-templates/{templateName}/versions/{versionId}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.DeleteConflict],
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var name = TemplateName.Read(call.Path[0]);
        var number = TemplateName.ReadVersion(call.Path[1]);
        if ((name.Error ?? number.Error) is { } malformed)
        {
            return malformed;
        }

        return await database.WriteAsync(session => RemoveAsync(session, call, name.Value!, number.Value!.Id, clock.GetUtcNow()), call.Cancelled) is { } refused
            ? refused
            : Nothing.Value;
    }

    private static async Task<Write<WireError?>> RemoveAsync(Session session, Call call, string name, long versionId, DateTimeOffset now)
    {
        if (await TemplateTable.ClaimAsync(session, call.Caller, name, now, call.Cancelled) is not { } template)
        {
            return Write.Undo<WireError?>(TemplateName.Unknown(call.Caller, name));
        }

        if (template.DefaultVersionId == versionId)
        {
            return Write.Undo<WireError?>(new WireError(
                WireErrorKind.DeleteConflict,
                $"Version {versionId} is the default of the provisioning template {name}. Make another the default with update-provisioning-template, or delete the template."));
        }

        return await TemplateVersionTable.DeleteAsync(session, call.Caller, name, versionId, call.Cancelled)
            ? Write.Keep<WireError?>(null)
            : Write.Undo<WireError?>(TemplateName.UnknownVersion(name, versionId));
    }
}
