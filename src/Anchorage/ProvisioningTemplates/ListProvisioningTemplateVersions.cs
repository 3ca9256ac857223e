using System.Globalization;
using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

internal sealed record ListProvisioningTemplateVersionsResponse(
    IReadOnlyList<ProvisioningTemplateVersionSummary> Versions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

internal sealed record ProvisioningTemplateVersionSummary(long VersionId, Timestamp CreationDate, bool IsDefaultVersion);

/// <summary>Lists the versions of a provisioning template, oldest first, page by page.</summary>
internal static class ListProvisioningTemplateVersions
{
    public static readonly Operation Operation = Operation.Of(
        "ListProvisioningTemplateVersions", "GET", "/provisioning-templates/{templateName}/versions", changes: false, [WireErrorKind.ResourceNotFound],
        static () => TemplateShapes.Wire.ListProvisioningTemplateVersionsResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListProvisioningTemplateVersionsResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var name = TemplateName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var faults = new Faults();
        var page = TokenPage.Read(call, markers, $"ListProvisioningTemplateVersions {name.Value}", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var after = page.After.Length == 0 ? 0 : long.Parse(page.After, CultureInfo.InvariantCulture);
        return await database.ReadAsync<Result<ListProvisioningTemplateVersionsResponse>>(
            async session =>
            {
                if (await TemplateTable.FindAsync(session, call.Caller, name.Value, call.Cancelled) is not { } template)
                {
                    return TemplateName.Unknown(call.Caller, name.Value);
                }

                var found = await TemplateVersionTable.ListAsync(session, call.Caller, name.Value, after, call.Cancelled);
                var (versions, token) = page.Cut(found, call, markers, version => version.VersionId.ToString(CultureInfo.InvariantCulture));
                return new ListProvisioningTemplateVersionsResponse(
                    [.. versions.Select(version => new ProvisioningTemplateVersionSummary(
                        version.VersionId, Timestamp.Of(version.CreatedAt), version.VersionId == template.DefaultVersionId))],
                    token);
            },
            call.Cancelled);
    }
}
