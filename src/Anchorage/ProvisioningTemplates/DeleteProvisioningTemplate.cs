using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>Deletes a provisioning template with all its versions, unless a CA provisions its devices by it.</summary>
internal static class DeleteProvisioningTemplate
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteProvisioningTemplate", "DELETE", "/provisioning-templates/{templateName}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.DeleteConflict],
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var name = TemplateName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        return await database.WriteAsync(session => RemoveAsync(session, call, name.Value), call.Cancelled) is { } refused ? refused : Nothing.Value;
    }

    private static async Task<Write<WireError?>> RemoveAsync(Session session, Call call, string name)
    {
        // The row goes first: a registration that names the template holds it, and is waited for here.
        if (!await TemplateTable.DeleteAsync(session, call.Caller, name, call.Cancelled))
        {
            return Write.Undo<WireError?>(TemplateName.Unknown(call.Caller, name));
        }

        if (await RegisteredCACertificate.OfTemplateAsync(session, call.Caller, name, 5, call.Cancelled) is { IsEmpty: false } cas)
        {
            return Write.Undo<WireError?>(new WireError(
                WireErrorKind.DeleteConflict,
                $"The provisioning template {name} is named by the registrationConfig of CA certificates: {string.Join(", ", cas)}. Give them another with update-ca-certificate, then delete it."));
        }

        await ResourceTags.RemoveAllAsync(session, call.Caller, StoredTemplate.ResourceOf(name), call.Cancelled);
        return Write.Keep<WireError?>(null);
    }
}
