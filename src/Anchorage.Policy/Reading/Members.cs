namespace Anchorage.Policy.Reading;

/// <summary>Checks that share their wording: which members an object may have, and which words a string may be.</summary>
internal static class Members
{
    /// <summary>A fault for every member that is not allowed, with the name that was probably meant.</summary>
    public static void Allow(JsonNode owner, string[] allowed, string of, FaultList faults)
    {
        foreach (var member in owner.Children)
        {
            if (!allowed.Contains(member.Name, StringComparer.Ordinal))
            {
                faults.Add(member, $"{Shown.Quoted(member.Name)} is no member of {of}.{Meant(member.Name, allowed)} Allowed are {string.Join(", ", allowed)}.");
            }
        }
    }

    public static void OneOf(JsonNode node, string[] allowed, FaultList faults)
    {
        if (!node.IsString || !allowed.Contains(node.Text, StringComparer.Ordinal))
        {
            faults.Add(node, $"{node.Name} is {node.Said}.{Meant(node.Text, allowed)} Allowed are {string.Join(" and ", allowed)}.");
        }
    }

    /// <summary><c> Did you mean 'Effect'?</c> for a name that differs from an allowed one in letter case or a final s; else empty.</summary>
    public static string Meant(string found, IEnumerable<string> allowed) =>
        allowed.FirstOrDefault(name => Same(name, found) || Same(name, found.TrimEnd('s')) || Same(name, found + "s")) is { } meant
            ? $" Did you mean '{meant}'?" : "";

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
