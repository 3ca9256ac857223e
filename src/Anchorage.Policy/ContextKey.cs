using System.Collections.Frozen;
using System.Globalization;

namespace Anchorage.Policy;

/// <summary>The name of something that is known of a request: <c>iot:ClientId</c>, <c>aws:RequestTag/team</c>. Letter case does not tell names
/// apart, but in the name of a thing's attribute it does.</summary>
internal sealed class ContextKey
{
    /// <summary>Names that are found by their number, which is faster.</summary>
    private static readonly FrozenDictionary<string, int> Slots = ContextNames.All
        .Select((name, slot) => KeyValuePair.Create(name, slot)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private ContextKey(string name, string key, int? index)
    {
        (Name, Index) = (name, index);
        Slot = Slots.GetValueOrDefault(key, -1);
        Key = Normalized(key);
    }

    public static int SlotCount => Slots.Count;

    /// <summary>As its author wrote it.</summary>
    public string Name { get; }

    /// <summary>Its number; -1 for a name that is found by <see cref="Key"/>.</summary>
    public int Slot { get; }

    public string Key { get; }

    /// <summary>Which of several values is meant, from 0; null for all of them.</summary>
    public int? Index { get; }

    /// <summary>Reads a name. Those of certificates have one value unless they end in <c>.List</c>: the first, or the one whose number they end in.</summary>
    public static ContextKey Of(string name)
    {
        if (!name.StartsWith(ContextNames.Certificate, StringComparison.OrdinalIgnoreCase))
        {
            return new ContextKey(name, name, null);
        }

        var dot = name.LastIndexOf('.');
        var end = name.AsSpan(dot + 1);
        return end.Equals("List", StringComparison.OrdinalIgnoreCase) ? new ContextKey(name, name[..dot], null)
            : int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new ContextKey(name, name[..dot], index)
            : new ContextKey(name, name, 0);
    }

    private static string Normalized(string key)
    {
        var bracket = key.StartsWith(ContextNames.Attributes, StringComparison.OrdinalIgnoreCase) ? ContextNames.Attributes.Length : key.Length;
        return string.Concat(key[..bracket].ToLowerInvariant(), key[bracket..]);
    }
}
