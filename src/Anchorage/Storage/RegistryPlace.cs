namespace Anchorage.Storage;

/// <summary>A place among all rows of a table, in the order of account, region, creation and id: for those who walk through the whole of it.</summary>
internal sealed record RegistryPlace(string AccountId, string Region, long UnixMilliseconds, string Id)
{
    /// <summary>Before every row.</summary>
    public static readonly RegistryPlace Start = new(string.Empty, string.Empty, long.MinValue, string.Empty);
}
