using System.Collections.Frozen;

namespace Anchorage.Provisioning;

/// <summary>A fixed two-level table of strings that <c>Fn::FindInMap</c> looks into.</summary>
/// <param name="Name">The name under <c>Mappings</c>.</param>
/// <param name="Entries">First-level key, then second-level key, to value.</param>
public sealed record TemplateMapping(string Name, FrozenDictionary<string, FrozenDictionary<string, string>> Entries)
{
    /// <summary>The value at two keys; null when the table has none there.</summary>
    public string? Find(string topLevelKey, string secondLevelKey) =>
        Entries.TryGetValue(topLevelKey, out var row) && row.TryGetValue(secondLevelKey, out var value) ? value : null;
}
