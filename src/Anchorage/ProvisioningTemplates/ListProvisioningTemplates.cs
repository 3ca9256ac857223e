using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

internal sealed record ListProvisioningTemplatesResponse(
    IReadOnlyList<ProvisioningTemplateSummary> Templates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

internal sealed record ProvisioningTemplateSummary(
    string TemplateArn,
    string TemplateName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    Timestamp CreationDate,
    Timestamp LastModifiedDate,
    bool Enabled,
    string Type);

/// <summary>Lists the caller's provisioning templates by name, page by page.</summary>
internal static class ListProvisioningTemplates
{
    public static readonly Operation Operation = Operation.Of(
        "ListProvisioningTemplates", "GET", "/provisioning-templates", changes: false, [],
        static () => TemplateShapes.Wire.ListProvisioningTemplatesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListProvisioningTemplatesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var faults = new Faults();
        var page = TokenPage.Read(call, markers, "ListProvisioningTemplates", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await database.ReadAsync(
            session => TemplateTable.PageAsync(session, call.Caller, page.After, page.Size + 1, call.Cancelled), call.Cancelled);
        var (templates, token) = page.Cut(found, call, markers, template => template.TemplateName);
        return new ListProvisioningTemplatesResponse(
            [.. templates.Select(template => new ProvisioningTemplateSummary(
                call.Caller.Arn(template.Resource), template.TemplateName, template.Description,
                Timestamp.Of(template.CreatedAt), Timestamp.Of(template.ModifiedAt), template.Enabled, template.TemplateType))],
            token);
    }
}
