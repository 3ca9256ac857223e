using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Takes a thing out of the registry. One that is not there counts as taken out, as AWS has it.</summary>
internal static class DeleteThing
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteThing", "DELETE", "/things/{thingName}", changes: true, [WireErrorKind.VersionConflict],
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var name = ThingName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var faults = new Faults();
        var expectedVersion = new QueryShape(call.Query, faults).Integer("expectedVersion");
        return faults.Any
            ? faults.AsError()
            : await database.WriteAsync(session => RemoveAsync(session, call, name.Value, expectedVersion), call.Cancelled) is { } refused
                ? refused
                : Nothing.Value;
    }

    private static async Task<Write<WireError?>> RemoveAsync(Session session, Call call, string name, long? expectedVersion)
    {
        if (await ThingTable.DeleteAsync(session, call.Caller, name, expectedVersion, call.Cancelled))
        {
            return Write.Keep<WireError?>(null);
        }

        if (await VersionConflict.OfAsync(session, call, name, expectedVersion) is { } conflict)
        {
            return Write.Undo<WireError?>(conflict);
        }

        var principals = await ThingPrincipalListing.OfThingAsync(session, call.Caller, name, string.Empty, null, 10, call.Cancelled);
        return Write.Undo<WireError?>(principals.Count == 0 ? null : WireError.InvalidRequest(
            $"Cannot delete. Thing {name} is still attached to one or more principals: {string.Join(", ", principals.Select(principal => principal.CertificateId))}. Detach them with detach-thing-principal."));
    }
}
