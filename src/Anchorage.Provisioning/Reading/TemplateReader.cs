using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads a whole template.</summary>
internal static class TemplateReader
{
    private const string Subject = "The template";

    private static readonly string[] FleetMembers = ["Parameters", "Mappings", "Resources", "DeviceConfiguration"];

    // The guide has mappings under fleet provisioning only; in a just-in-time template they do no harm.
    private static readonly string[] JitpMembers = ["Parameters", "Mappings", "Resources"];

    public static ProvisioningTemplate? Read(string text, ProvisioningTemplateType type, FaultList faults)
    {
        if (text.Length > ProvisioningTemplate.MaxCharacters)
        {
            faults.Add($"The template has {text.Length} characters; at most {ProvisioningTemplate.MaxCharacters} are allowed. "
                + "Take out spaces, or move policy documents into policies and name those with PolicyName.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            faults.Add($"The template is empty. {JsonMistake.Unset} Pass the template as a JSON string.");
            return null;
        }

        return JsonText.Read(text, Subject, faults) is { } root && IsTemplate(root, faults) ? ReadRoot(root, type, faults) : null;
    }

    private static bool IsTemplate(JsonNode root, FaultList faults)
    {
        if (root.IsString)
        {
            faults.Add(root, root.Text.AsSpan().TrimStart().StartsWith("{")
                ? "The template is a string inside a string: it was escaped twice. Escape it once."
                : "The template is one JSON string; it must be an object with Resources.");
            return false;
        }

        if (root.Find("templateBody") is not null)
        {
            faults.Add(root, "This is a whole registrationConfig. Pass the value of its templateBody only.");
            return false;
        }

        if (root.Find("AWSTemplateFormatVersion") is not null)
        {
            faults.Add(root, "This is a CloudFormation template, which only looks alike. Pass an AWS IoT provisioning template.");
            return false;
        }

        return Members.IsObject(root, Subject, "{\"Parameters\": {...}, \"Resources\": {...}}", faults);
    }

    private static ProvisioningTemplate? ReadRoot(JsonNode root, ProvisioningTemplateType type, FaultList faults)
    {
        if (type is ProvisioningTemplateType.Jitp)
        {
            // To take a DeviceConfiguration and send it nowhere would let its author wait for it.
            Members.Allow(root, JitpMembers, "a just-in-time template", faults, "DeviceConfiguration",
                "DeviceConfiguration is the answer to a fleet-provisioning request; a just-in-time device asks nothing. Take it out.");
        }
        else
        {
            Members.Allow(root, FleetMembers, "a template", faults);
        }

        var parameters = DeclarationReader.ReadParameters(root.Find("Parameters"), type, faults);
        var mappings = DeclarationReader.ReadMappings(root.Find("Mappings"), faults);
        var resources = ResourcesOf(root, faults);
        var names = resources?.Children.Select(static resource => resource.Name) ?? [];
        var scope = new TemplateScope(type, parameters, mappings, names.ToHashSet(StringComparer.Ordinal), faults);
        var reader = new ResourceReader(scope);
        if (resources is not null)
        {
            reader.Read(resources);
        }

        var configuration = type is ProvisioningTemplateType.FleetProvisioning && root.Find("DeviceConfiguration") is { } node
            ? ReadDeviceConfiguration(node, scope)
            : [];
        return reader.Certificate is not { } certificate ? null : new ProvisioningTemplate
        {
            Type = type,
            Parameters = parameters.ToFrozenDictionary(StringComparer.Ordinal),
            Mappings = mappings.ToFrozenDictionary(StringComparer.Ordinal),
            Certificate = certificate,
            Thing = reader.Thing,
            Policies = reader.Policies,
            DeviceConfiguration = configuration,
        };
    }

    private static JsonNode? ResourcesOf(JsonNode root, FaultList faults)
    {
        if (root.Find("Resources") is not { } resources)
        {
            faults.Add(root, "The template has no Resources. Declare at least the certificate there.");
            return null;
        }

        if (!Members.IsObject(resources, "Resources", "{\"certificate\": {\"Type\": ..., \"Properties\": {...}}}", faults))
        {
            return null;
        }

        if (resources.Children.Count > 0)
        {
            return resources;
        }

        faults.Add(resources, "Resources is empty. Declare at least the certificate there.");
        return null;
    }

    private static ImmutableArray<KeyValuePair<string, TemplateValue>> ReadDeviceConfiguration(JsonNode node, TemplateScope scope)
    {
        if (!Members.IsObject(node, "DeviceConfiguration", "{\"name\": \"value\"}, without nesting", scope.Faults))
        {
            return [];
        }

        var values = new ValueReader(scope);
        var configuration = ImmutableArray.CreateBuilder<KeyValuePair<string, TemplateValue>>(node.Children.Count);
        foreach (var member in node.Children)
        {
            if (values.Read(member) is { } value)
            {
                configuration.Add(new(member.Name, value));
            }
        }

        return configuration.ToImmutable();
    }
}
