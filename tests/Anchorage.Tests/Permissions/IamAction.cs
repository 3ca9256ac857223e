using System.Collections.Frozen;
using System.Collections.Immutable;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Permissions;

/// <summary>What the service authorization reference says of an action.</summary>
internal sealed record IamAction(ImmutableArray<string> ResourceTypes, ImmutableArray<string> ConditionKeys)
{
    public static readonly FrozenDictionary<string, IamAction> All =
        File.ReadLines(Path.Combine(Repository.Root, "tests/Anchorage.Tests/Golden/iam-actions.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToFrozenDictionary(line => line.Split(' ')[0], Read);

    private static IamAction Read(string line)
    {
        var parts = line.Split('|');
        return new IamAction([.. parts[0].Trim().Split(' ')[1..]], [.. parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
