using System.Collections.Frozen;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads Parameters and Mappings, which expressions refer to.</summary>
internal static class DeclarationReader
{
    private static readonly string[] ParameterMembers = ["Type", "Default"];

    public static Dictionary<string, TemplateParameter> ReadParameters(JsonNode? node, ProvisioningTemplateType type, FaultList faults)
    {
        var parameters = new Dictionary<string, TemplateParameter>(StringComparer.Ordinal);
        if (node is null || !Members.IsObject(node, "Parameters", "{\"Name\": {\"Type\": \"String\"}}", faults))
        {
            return parameters;
        }

        foreach (var declared in node.Children)
        {
            parameters.Add(declared.Name, new TemplateParameter(declared.Name, ReadParameter(declared, type, faults)));
        }

        return parameters;
    }

    public static Dictionary<string, TemplateMapping> ReadMappings(JsonNode? node, FaultList faults)
    {
        var mappings = new Dictionary<string, TemplateMapping>(StringComparer.Ordinal);
        if (node is null || !Members.IsObject(node, "Mappings", "{\"Mapping\": {\"TopKey\": {\"SecondKey\": \"value\"}}}", faults))
        {
            return mappings;
        }

        foreach (var mapping in node.Children)
        {
            mappings.Add(mapping.Name, new TemplateMapping(mapping.Name, ReadMapping(mapping, faults)));
        }

        return mappings;
    }

    private static string? ReadParameter(JsonNode node, ProvisioningTemplateType type, FaultList faults)
    {
        var name = node.Name;
        var known = CertificateParameters.All.AsSpan();
        if (name.StartsWith(CertificateParameters.Prefix, StringComparison.OrdinalIgnoreCase) && !CertificateParameters.Contains(name))
        {
            faults.Add(node, $"{Shown.Quoted(name)} is no parameter that AWS IoT fills in.{NearMiss.Hint(name, known)} "
                + $"There are {Shown.List(known)}.");
            return null;
        }

        if (!Members.IsObject(node, "A parameter", "{\"Type\": \"String\"}, with a Default or without", faults))
        {
            return null;
        }

        Members.Allow(node, ParameterMembers, "a parameter", faults);
        CheckType(node, faults);
        if (node.Find("Default") is { } given)
        {
            return Members.LiteralOf(given, "The Default of a parameter", faults);
        }

        if (type is ProvisioningTemplateType.Jitp && !CertificateParameters.Contains(name))
        {
            faults.Add(node, $"The parameter {Shown.Quoted(name)} has no Default, and nothing else can fill it: "
                + "in just-in-time provisioning a device sends its certificate only. "
                + $"Give a Default, or use one of {Shown.List(known)}.");
        }

        return null;
    }

    private static void CheckType(JsonNode parameter, FaultList faults)
    {
        if (parameter.Find("Type") is not { } type)
        {
            faults.Add(parameter, "The parameter has no Type. Write \"Type\": \"String\".");
        }
        else if (type is not { IsString: true, Text: "String" })
        {
            faults.Add(type, $"The Type of a parameter is {type.Said}; there is only \"String\".");
        }
    }

    private static FrozenDictionary<string, FrozenDictionary<string, string>> ReadMapping(JsonNode mapping, FaultList faults)
    {
        var entries = new Dictionary<string, FrozenDictionary<string, string>>(StringComparer.Ordinal);
        if (Members.IsObject(mapping, "A mapping", "{\"TopKey\": {\"SecondKey\": \"value\"}}", faults))
        {
            foreach (var row in mapping.Children)
            {
                entries.Add(row.Name, ReadRow(row, faults));
            }
        }

        return entries.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, string> ReadRow(JsonNode row, FaultList faults)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Members.IsObject(row, "The entry of a mapping", "{\"SecondKey\": \"value\"}", faults))
        {
            foreach (var value in row.Children)
            {
                // A value at fault still has its key, so that a look-up of it is not told of as well.
                values.Add(value.Name, Members.LiteralOf(value, "The value in a mapping", faults) ?? "");
            }
        }

        return values.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
