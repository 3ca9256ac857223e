using System.Collections.Immutable;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads a resource of type AWS::IoT::Thing.</summary>
internal sealed class ThingReader(TemplateScope scope, ValueReader values)
{
    private static readonly string[] Properties = ["ThingName", "AttributePayload", "ThingTypeName", "ThingGroups", "BillingGroup"];

    public ThingResource? Read(JsonNode resource, JsonNode properties)
    {
        var before = scope.Faults.Count;
        Members.Allow(properties, Properties, "the Properties of a thing", scope.Faults, "PackageVersions",
            "PackageVersions needs AWS's software package catalog, which Anchorage does not have. Take it out.");
        var name = ReadName(properties);
        var attributes = properties.Find("AttributePayload") is { } payload ? ReadAttributes(payload) : [];
        var type = Optional(properties, "ThingTypeName", AwsName.ThingType);
        var groups = properties.Find("ThingGroups") is { } list ? values.ReadList(list, AwsName.ThingGroup) : null;
        var billing = Optional(properties, "BillingGroup", AwsName.BillingGroup);
        var overrides = OverrideReader.OfThing(resource.Find("OverrideSettings"), scope.Faults);
        return name is null || scope.Faults.Count > before ? null
            : new ThingResource(resource.Name, name, attributes, type, groups, billing, overrides);
    }

    private TemplateValue? ReadName(JsonNode properties)
    {
        if (properties.Find("ThingName") is { } name)
        {
            return values.Read(name, AwsName.Thing);
        }

        const string Example = "{\"Ref\": \"" + CertificateParameters.CommonName + "\"}";
        scope.Faults.Add(properties, $"The thing has no ThingName. Give one, for example {Example}.");
        return null;
    }

    private TemplateValue? Optional(JsonNode properties, string name, AwsName literal) =>
        properties.Find(name) is { } node ? values.Read(node, literal) : null;

    private ImmutableArray<KeyValuePair<string, TemplateValue>> ReadAttributes(JsonNode payload)
    {
        if (!Members.IsObject(payload, "AttributePayload", "{\"name\": \"value\"}", scope.Faults))
        {
            return [];
        }

        if (payload.Children is [{ Name: var only }] && (only is FunctionReader.Ref || only.StartsWith("Fn::", StringComparison.Ordinal)))
        {
            scope.Faults.Add(payload, $"AttributePayload is the function {Shown.Quoted(only)}, which cannot give names and values. "
                + "Write {\"name\": \"value\"} and use functions for the values.");
            return [];
        }

        if (payload.Children.Count > ProvisioningTemplate.MaxAttributes)
        {
            scope.Faults.Add(payload, $"AttributePayload has {payload.Children.Count} attributes; "
                + $"a thing has at most {ProvisioningTemplate.MaxAttributes}.");
        }

        var attributes = ImmutableArray.CreateBuilder<KeyValuePair<string, TemplateValue>>(payload.Children.Count);
        foreach (var attribute in payload.Children)
        {
            if (ReadAttribute(attribute) is { } value)
            {
                attributes.Add(new(attribute.Name, value));
            }
        }

        return attributes.ToImmutable();
    }

    private TemplateValue? ReadAttribute(JsonNode attribute)
    {
        if (attribute is { Name: "attributes", IsObject: true } && !ValueReader.IsFunction(attribute))
        {
            scope.Faults.Add(attribute, "AttributePayload has its attributes inside a member 'attributes', as CreateThing takes them. "
                + "In a template they stand in AttributePayload itself: {\"name\": \"value\"}.");
            return null;
        }

        if (AwsName.AttributeName.FaultIn(attribute.Name) is { } fault)
        {
            scope.Faults.Add(attribute, fault);
        }

        return values.Read(attribute, AwsName.AttributeValue);
    }
}
