namespace Anchorage.Provisioning.Reading;

/// <summary>Reads a resource of type AWS::IoT::Policy.</summary>
internal sealed class PolicyReader(TemplateScope scope, ValueReader values)
{
    private static readonly string[] Properties = ["PolicyName", "PolicyDocument"];

    public PolicyResource? Read(JsonNode resource, JsonNode properties)
    {
        Members.Allow(properties, Properties, "the Properties of a policy", scope.Faults);
        OverrideReader.OfPolicy(resource.Find("OverrideSettings"), scope.Faults);
        var name = properties.Find("PolicyName");
        var document = properties.Find("PolicyDocument");
        var empty = IsEmpty(name) ? name : IsEmpty(document) ? document : null;
        name = IsEmpty(name) ? null : name;
        document = IsEmpty(document) ? null : document;
        if (name is null && document is null)
        {
            var found = empty is null ? "Give exactly one of them." : $"{empty.Name} is empty. {JsonMistake.Unset}";
            scope.Faults.Add(empty ?? properties,
                $"Invalid registration template. Neither policyName nor policyDocument is present in the Template. {found}");
            return null;
        }

        if (name is not null && document is not null)
        {
            scope.Faults.Add(properties, "Invalid registration template. Both policyName and policyDocument are present in the Template. "
                + "Give PolicyName for a policy that exists, or PolicyDocument for one to be made.");
        }

        var nameValue = name is null ? null : values.Read(name, AwsName.Policy);
        var documentValue = document is null ? null : new PolicyDocumentReader(scope, values).Read(document);
        return nameValue is null && documentValue is null ? null : new PolicyResource(resource.Name, nameValue, documentValue);
    }

    // AWS takes an empty string for an absent one, and says so in its error.
    private static bool IsEmpty(JsonNode? node) => node is { IsString: true } && string.IsNullOrWhiteSpace(node.Text);
}
