using Anchorage.Provisioning;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>The member <c>templateBody</c> of a request.</summary>
internal static class TemplateBody
{
    private const string Opening = "Invalid registration template.";

    /// <summary>Reads the member in its shape; a sentence when it is absent.</summary>
    public static string? Read(RequestBody body, Faults faults)
    {
        if (body.Member("templateBody") is null)
        {
            faults.Add("templateBody is missing; wanted the template as a JSON string.");
        }
        else if (body.Member("templateBody") is { ValueKind: System.Text.Json.JsonValueKind.Object })
        {
            faults.Add("The template goes in as text: one JSON string with its quotes escaped, not as an object.");
        }

        return body.Text("templateBody", 0, ProvisioningTemplate.MaxCharacters);
    }

    /// <summary>Adds a sentence for everything that is wrong with a template, and gives it when nothing is.</summary>
    public static ProvisioningTemplate? Judge(string body, ProvisioningTemplateType type, Faults faults)
    {
        var (template, found) = ProvisioningTemplate.Read(body, type);
        foreach (var fault in found)
        {
            faults.Add(Sentence(fault));
        }

        return template;
    }

    /// <summary>A fault in words that begin with AWS's.</summary>
    public static string Sentence(TemplateFault fault)
    {
        var message = fault.Message.StartsWith(Opening, StringComparison.Ordinal) ? fault.Message : $"{Opening} {fault.Message}";
        return $"{message} (At {fault.Path}.)";
    }
}
