using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

internal sealed record CreateProvisioningTemplateResponse(string TemplateArn, string TemplateName, long DefaultVersionId);

/// <summary>Stores a provisioning template under a name, once it is judged; its first version is the default.</summary>
internal static class CreateProvisioningTemplate
{
    public static readonly Operation Operation = Operation.Of(
        "CreateProvisioningTemplate", "POST", "/provisioning-templates", changes: true, [WireErrorKind.ResourceAlreadyExists, WireErrorKind.LimitExceeded],
        static () => TemplateShapes.Wire.CreateProvisioningTemplateResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfBodyId("templateName", "provisioningtemplate") with { HasTags = true, Role = "provisioningRoleArn", Template = "templateBody" } };

    private static async Task<Result<CreateProvisioningTemplateResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with templateName, templateBody and provisioningRoleArn", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var name = body.Text("templateName", 0, int.MaxValue);
        if (name is null && body.Member("templateName") is null)
        {
            faults.Add("templateName is missing; wanted 1 to 36 letters, digits, _ and -.");
        }
        else if (name is not null && TemplateName.Read(name).Error is { } malformed)
        {
            faults.Add(malformed.Message);
        }

        var template = TemplateBody.Read(body, faults);
        var settings = TemplateSettings.Read(body, faults);
        if (body.Member("provisioningRoleArn") is null)
        {
            faults.Add("provisioningRoleArn is missing; wanted an IAM role, such as arn:aws:iam::123456789012:role/JITPRole.");
        }

        var type = body.Text("type", 0, 256) ?? StoredTemplate.FleetProvisioning;
        if (type is not (StoredTemplate.FleetProvisioning or StoredTemplate.Jitp))
        {
            faults.Add($"type is {Printable.Quoted(type)}; wanted {StoredTemplate.FleetProvisioning} or {StoredTemplate.Jitp}.");
        }

        var tags = TagReading.Read(body, call.Query, [], faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        TemplateBody.Judge(template!, StoredTemplate.TypeOf(type), faults);
        TagRules.Judge(tags, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var now = clock.GetUtcNow();
        var record = new StoredTemplate(
            name!, type, settings.Description, settings.Enabled ?? false, settings.ProvisioningRoleArn!, DefaultVersionId: 1, now, now);
        var arn = call.Caller.Arn(record.Resource);
        return await database.WriteAsync(
            async session =>
            {
                var inserted = await TemplateTable.InsertAsync(session, call.Caller, record, template!, call.Cancelled);
                if (inserted is not TemplateInsertion.Done)
                {
                    return Write.Undo(inserted);
                }

                await ResourceTags.AddAsync(session, call.Caller, record.Resource, tags, call.Cancelled);
                return Write.Keep(inserted);
            },
            call.Cancelled) switch
        {
            TemplateInsertion.Done => new CreateProvisioningTemplateResponse(arn, record.TemplateName, record.DefaultVersionId),
            TemplateInsertion.NameTaken => WireError.ResourceAlreadyExists(
                $"There is a provisioning template {record.TemplateName} already. create-provisioning-template-version changes its body, or choose another name.",
                record.TemplateName, arn),
            _ => WireError.LimitExceeded(
                $"The account has {StoredTemplate.MostPerAccount} provisioning templates in region {call.Caller.Region}, the most it may. list-provisioning-templates lists them; delete one with delete-provisioning-template."),
        };
    }
}
