using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

internal sealed record DescribeProvisioningTemplateResponse(
    string TemplateArn,
    string TemplateName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    Timestamp CreationDate,
    Timestamp LastModifiedDate,
    long DefaultVersionId,
    string TemplateBody,
    bool Enabled,
    string ProvisioningRoleArn,
    string Type);

/// <summary>Tells everything about one provisioning template, with the body of its default version.</summary>
internal static class DescribeProvisioningTemplate
{
    public static readonly Operation Operation = Operation.Of(
        "DescribeProvisioningTemplate", "GET", "/provisioning-templates/{templateName}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => TemplateShapes.Wire.DescribeProvisioningTemplateResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<DescribeProvisioningTemplateResponse>> RunAsync(Call call, Database database)
    {
        var name = TemplateName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        return await database.ReadAsync(session => NamedTemplate.FindAsync(session, call.Caller, name.Value, call.Cancelled), call.Cancelled)
            is var (template, version)
            ? new DescribeProvisioningTemplateResponse(
                call.Caller.Arn(template.Resource),
                template.TemplateName,
                template.Description,
                Timestamp.Of(template.CreatedAt),
                Timestamp.Of(template.ModifiedAt),
                template.DefaultVersionId,
                version.TemplateBody,
                template.Enabled,
                template.ProvisioningRoleArn,
                template.TemplateType)
            : TemplateName.Unknown(call.Caller, name.Value);
    }
}
