using System.Collections.Immutable;

namespace Anchorage.Things;

/// <summary>A device in the registry, as it is stored.</summary>
/// <param name="ThingName">1 to 128 of <c>[a-zA-Z0-9:_-]</c>; unique in its account and region.</param>
/// <param name="ThingId">A UUID, new when a thing of the same name is created again.</param>
/// <param name="Attributes">By name, in the order of their bytes.</param>
/// <param name="Version">1 at creation; moves with each change.</param>
internal sealed record Thing(string ThingName, string ThingId, ImmutableSortedDictionary<string, string> Attributes, long Version)
{
    /// <summary>The account's name for it: what follows the account in its ARN.</summary>
    public string Resource => ResourceOf(ThingName);

    public static string ResourceOf(string thingName) => $"thing/{thingName}";
}
