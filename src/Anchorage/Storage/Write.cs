namespace Anchorage.Storage;

/// <summary>What a unit of work found, and whether what it wrote is to stay.</summary>
internal readonly record struct Write<T>(T Value, bool Kept);

internal static class Write
{
    /// <summary>Commits what the unit of work wrote.</summary>
    public static Write<T> Keep<T>(T value) => new(value, true);

    /// <summary>Takes back everything the unit of work wrote: nothing is left half-written.</summary>
    public static Write<T> Undo<T>(T value) => new(value, false);
}
