using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Tells why a thing was not there in the version a caller expected.</summary>
internal static class VersionConflict
{
    /// <summary>The error when the thing is there in another version; null when it is not there, or no version was expected.</summary>
    public static async Task<WireError?> OfAsync(Session session, Call call, string name, long? expectedVersion) =>
        expectedVersion is { } expected
        && await ThingTable.FindAsync(session, call.Caller, name, call.Cancelled) is { } thing
        && thing.Version != expected
            ? new WireError(
                WireErrorKind.VersionConflict,
                $"The thing {name} is at version {thing.Version}, and expectedVersion is {expected}. describe-thing shows it as it is; decide again and send its version.")
            : null;
}
