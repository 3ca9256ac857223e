using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Changes a thing's attributes: in place of those it has, or merged with them.</summary>
internal static class UpdateThing
{
    public static readonly Operation Operation = Operation.OfNothing(
        "UpdateThing", "PATCH", "/things/{thingName}", changes: true, [WireErrorKind.VersionConflict, WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var name = ThingName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.ReadOptional(call.Body, "wanted a JSON object, which may have an attributePayload and an expectedVersion", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var payload = ThingAttributes.Read(body, faults);
        var expectedVersion = body.Integer("expectedVersion");
        NotYet.RefuseType(body, faults);
        if (body.Flag("removeThingType") is true)
        {
            faults.Add("removeThingType is true; Anchorage does not offer thing types yet, so no thing has one. Leave it out.");
        }

        return faults.Any
            ? faults.AsError()
            : await database.WriteAsync(session => ChangeAsync(session, call, name.Value, payload, expectedVersion), call.Cancelled) is { } refused
                ? refused
                : Nothing.Value;
    }

    private static async Task<Write<WireError?>> ChangeAsync(Session session, Call call, string name, ThingAttributes? payload, long? expectedVersion)
    {
        if (await ThingTable.ClaimAsync(session, call.Caller, name, expectedVersion, call.Cancelled) is not { } thing)
        {
            return Write.Undo<WireError?>(await VersionConflict.OfAsync(session, call, name, expectedVersion) ?? ThingName.Unknown(call.Caller, name));
        }

        if (payload is null)
        {
            return Write.Keep<WireError?>(null);
        }

        var changed = thing with { Attributes = payload.Over(thing.Attributes) };
        if (ThingAttributes.TooMany(changed.Attributes) is { } tooMany)
        {
            return Write.Undo<WireError?>(tooMany);
        }

        await ThingTable.SetAttributesAsync(session, call.Caller, changed, call.Cancelled);
        return Write.Keep<WireError?>(null);
    }
}
