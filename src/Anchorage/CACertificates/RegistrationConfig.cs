using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Anchorage.Provisioning;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>How devices of a CA are provisioned: by a template given here with its role, or by one that is named.</summary>
/// <param name="TemplateBody">A JITP template, at most 10,240 characters of JSON.</param>
/// <param name="RoleArn">The role AWS would assume; recorded, and checked in form.</param>
/// <param name="TemplateName">A provisioning template of type JITP.</param>
internal sealed partial record RegistrationConfig(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TemplateBody,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RoleArn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TemplateName)
{
    [JsonIgnore]
    public bool IsEmpty => TemplateBody is null && RoleArn is null && TemplateName is null;

    /// <summary>Reads the members in their shape; null when there is no config, or an empty one, which is none.</summary>
    public static RegistrationConfig? Read(RequestBody body, Faults faults)
    {
        if (body.Structure("registrationConfig") is not { } members)
        {
            return null;
        }

        var config = new RegistrationConfig(
            members.Text("templateBody", 0, ProvisioningTemplate.MaxCharacters), members.Text("roleArn", 20, 2048), members.Text("templateName", 1, 36));
        if (config.TemplateName is { } name && !NameForm().IsMatch(name))
        {
            faults.Add($"registrationConfig.templateName is {Printable.Quoted(name)}; wanted letters, digits, _ and -.");
        }

        if (members.Member("templateBody") is { ValueKind: System.Text.Json.JsonValueKind.Object })
        {
            faults.Add("The template goes in as text: one JSON string with its quotes escaped, not as an object.");
        }

        return config.IsEmpty ? null : config;
    }

    /// <summary>Adds a sentence for everything that keeps this config from being stored.</summary>
    public void Judge(Faults faults)
    {
        if (TemplateName is not null && (TemplateBody is not null || RoleArn is not null))
        {
            faults.Add("registrationConfig has templateName together with templateBody or roleArn; give either templateName alone (the role is the template's) or templateBody with roleArn.");
        }
        else if (TemplateName is null && TemplateBody is null != RoleArn is null)
        {
            faults.Add(TemplateBody is null
                ? "registrationConfig has a roleArn and no template; give templateBody with it."
                : "registrationConfig has a templateBody and no roleArn; give the role that provisions, such as arn:aws:iam::123456789012:role/JITPRole.");
        }

        if (RoleArn is { } role && !RoleForm().IsMatch(role))
        {
            faults.Add($"registrationConfig.roleArn is {Printable.Quoted(role)}; wanted an IAM role, such as arn:aws:iam::123456789012:role/JITPRole.");
        }

        if (TemplateBody is not null)
        {
            ProvisioningTemplates.TemplateBody.Judge(TemplateBody, ProvisioningTemplateType.Jitp, faults);
        }
    }

    [GeneratedRegex(@"\A[0-9A-Za-z_-]+\z", RegexOptions.CultureInvariant)]
    internal static partial Regex NameForm();

    [GeneratedRegex(@"\Aarn:(aws[a-zA-Z-]*)?:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+\z", RegexOptions.CultureInvariant)]
    internal static partial Regex RoleForm();
}
