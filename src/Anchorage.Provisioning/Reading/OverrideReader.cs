namespace Anchorage.Provisioning.Reading;

/// <summary>Reads OverrideSettings.</summary>
internal static class OverrideReader
{
    private static readonly string[] ThingMembers =
        ["AttributePayload", "ThingTypeName", "ThingGroups", "ATTRIBUTE_PAYLOAD", "THING_TYPE_NAME", "THING_GROUPS"];

    private static readonly string[] CertificateMembers = ["Status"];
    private static readonly string[] Values = ["DO_NOTHING", "REPLACE", "FAIL"];
    private static readonly string[] ValuesOfMany = [.. Values, "MERGE"];

    public static ThingOverrides OfThing(JsonNode? node, FaultList faults)
    {
        var settings = Settings(node, ThingMembers, "OverrideSettings of a thing", faults);
        return new ThingOverrides(
            EitherSpelling(settings, "AttributePayload", "ATTRIBUTE_PAYLOAD", ValuesOfMany, faults),
            EitherSpelling(settings, "ThingTypeName", "THING_TYPE_NAME", Values, faults),
            EitherSpelling(settings, "ThingGroups", "THING_GROUPS", ValuesOfMany, faults));
    }

    public static ResourceOverride OfCertificate(JsonNode? node, FaultList faults) =>
        Read(Settings(node, CertificateMembers, "OverrideSettings of a certificate", faults)?.Find("Status"), Values, faults);

    public static void OfPolicy(JsonNode? node, FaultList faults) =>
        Settings(node, [], "OverrideSettings of a policy, which is never overridden", faults);

    private static JsonNode? Settings(JsonNode? node, ReadOnlySpan<string> allowed, string of, FaultList faults)
    {
        if (node is null || !Members.IsObject(node, "OverrideSettings", "{\"Property\": \"REPLACE\"}", faults))
        {
            return null;
        }

        Members.Allow(node, allowed, of, faults);
        return node;
    }

    // AWS's guide writes these names in both ways.
    private static ResourceOverride EitherSpelling(
        JsonNode? settings, string name, string upperName, ReadOnlySpan<string> allowed, FaultList faults)
    {
        var node = settings?.Find(name);
        var upper = settings?.Find(upperName);
        if (node is not null && upper is not null)
        {
            faults.Add(upper, $"{upperName} and {name} are two spellings of one setting. Keep one.");
        }

        return Read(node ?? upper, allowed, faults);
    }

    private static ResourceOverride Read(JsonNode? node, ReadOnlySpan<string> allowed, FaultList faults)
    {
        if (node is null)
        {
            return ResourceOverride.DoNothing;
        }

        var text = node.IsString ? node.Text : "";
        if (!allowed.Contains(text))
        {
            var onlyMany = text == "MERGE" ? " MERGE is for ThingGroups and AttributePayload." : "";
            faults.Add(node, $"The override is {node.Said}.{NearMiss.Hint(text, allowed)}{onlyMany} "
                + $"Allowed are {Shown.List(allowed)}.");
        }

        return text switch
        {
            "REPLACE" => ResourceOverride.Replace,
            "FAIL" => ResourceOverride.Fail,
            "MERGE" => ResourceOverride.Merge,
            _ => ResourceOverride.DoNothing,
        };
    }
}
