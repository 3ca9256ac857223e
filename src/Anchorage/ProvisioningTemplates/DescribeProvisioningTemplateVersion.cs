using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

internal sealed record DescribeProvisioningTemplateVersionResponse(long VersionId, Timestamp CreationDate, string TemplateBody, bool IsDefaultVersion);

/// <summary>Tells one version of a provisioning template.</summary>
internal static class DescribeProvisioningTemplateVersion
{
    public static readonly Operation Operation = Operation.Of(
        "DescribeProvisioningTemplateVersion", "GET", "/provisioning-templates/{templateName}/versions/{versionId}", changes: false,
        [WireErrorKind.ResourceNotFound],
        static () => TemplateShapes.Wire.DescribeProvisioningTemplateVersionResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<DescribeProvisioningTemplateVersionResponse>> RunAsync(Call call, Database database)
    {
        var name = TemplateName.Read(call.Path[0]);
        var number = TemplateName.ReadVersion(call.Path[1]);
        if ((name.Error ?? number.Error) is { } malformed)
        {
            return malformed;
        }

        var id = number.Value!.Id;
        return await database.ReadAsync<Result<DescribeProvisioningTemplateVersionResponse>>(
            async session =>
            {
                if (await TemplateTable.FindAsync(session, call.Caller, name.Value!, call.Cancelled) is not { } template)
                {
                    return TemplateName.Unknown(call.Caller, name.Value!);
                }

                return await TemplateVersionTable.FindAsync(session, call.Caller, name.Value!, id, call.Cancelled) is { } version
                    ? new DescribeProvisioningTemplateVersionResponse(
                        version.VersionId, Timestamp.Of(version.CreatedAt), version.TemplateBody, version.VersionId == template.DefaultVersionId)
                    : TemplateName.UnknownVersion(name.Value!, id);
            },
            call.Cancelled);
    }
}
