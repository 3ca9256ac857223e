namespace Anchorage.Provisioning.Reading;

/// <summary>Checks that share their wording: what kind a node is, and which members an object may have.</summary>
internal static class Members
{
    /// <summary>Whether the node is an object; a fault when not.</summary>
    public static bool IsObject(JsonNode node, string what, string form, FaultList faults)
    {
        if (!node.IsObject)
        {
            faults.Add(node, $"{what} is {node.Article}; it must be an object: {form}.");
        }

        return node.IsObject;
    }

    /// <summary>A fault for every member that is not allowed, with the name that was probably meant.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="allowed">The names it may have.</param>
    /// <param name="of">What the object is.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="refused">A name that has a reason of its own for not being allowed.</param>
    /// <param name="reason">That reason, as a whole message.</param>
    public static void Allow(
        JsonNode owner, ReadOnlySpan<string> allowed, string of, FaultList faults, string? refused = null, string reason = "")
    {
        foreach (var member in owner.Children)
        {
            if (member.Name == refused)
            {
                faults.Add(member, reason);
            }
            else if (!allowed.Contains(member.Name))
            {
                faults.Add(member, $"{Shown.Quoted(member.Name)} is no member of {of}.{NearMiss.Hint(member.Name, allowed)} "
                    + (allowed.IsEmpty ? "None is allowed." : $"Allowed are {Shown.List(allowed)}."));
            }
        }
    }

    /// <summary>The string that a node must be, plainly and without functions; null, with a fault, when it is something else.</summary>
    public static string? LiteralOf(JsonNode node, string what, FaultList faults)
    {
        if (node.IsString)
        {
            return node.Text;
        }

        faults.Add(node, $"{what} is {node.Article}; it must be a plain string, without functions.");
        return null;
    }
}
