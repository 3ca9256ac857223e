using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

internal sealed record CreateThingResponse(string ThingName, string ThingArn, string ThingId);

/// <summary>Enters a device into the registry; again with the same configuration, it answers the thing that is there.</summary>
internal static class CreateThing
{
    /// <summary>How often a name that was taken and is free again a moment later is tried.</summary>
    private const int MostTries = 8;

    public static readonly Operation Operation = Operation.Of(
        "CreateThing", "POST", "/things/{thingName}", changes: true, [WireErrorKind.ResourceAlreadyExists],
        static () => ThingShapes.Wire.CreateThingResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<CreateThingResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var name = ThingName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.ReadOptional(call.Body, "wanted a JSON object, which may have an attributePayload", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var payload = ThingAttributes.Read(body, faults);
        if (payload is { Merge: true })
        {
            faults.Add("attributePayload.merge is true; only UpdateThing has something to merge with. Leave it out.");
        }

        NotYet.RefuseType(body, faults);
        NotYet.RefuseBillingGroup(body, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var attributes = payload?.Over(ThingAttributes.None) ?? ThingAttributes.None;
        if (ThingAttributes.TooMany(attributes) is { } tooMany)
        {
            return tooMany;
        }

        var thing = new Thing(name.Value, Uuid.Next(), attributes, 1);
        var stored = await database.WriteAsync(session => StoreAsync(session, call, thing, clock.GetUtcNow()), call.Cancelled);
        var arn = call.Caller.Arn(thing.Resource);
        return stored.ThingId == thing.ThingId || stored.Attributes.SequenceEqual(attributes)
            ? new CreateThingResponse(thing.ThingName, arn, stored.ThingId)
            : WireError.ResourceAlreadyExists(
                $"Thing {thing.ThingName} already exists in account {call.Caller.AccountId} with different attributes. Change them with update-thing, or choose another name.",
                stored.ThingId, arn);
    }

    /// <summary>The thing of that name: this one, or the one that was there before.</summary>
    private static async Task<Write<Thing>> StoreAsync(Session session, Call call, Thing thing, DateTimeOffset now)
    {
        for (var tries = 1; ; tries++)
        {
            if (await ThingTable.InsertAsync(session, call.Caller, thing, now, call.Cancelled))
            {
                return Write.Keep(thing);
            }

            if (await ThingTable.FindAsync(session, call.Caller, thing.ThingName, call.Cancelled) is { } existing)
            {
                return Write.Undo(existing);
            }

            if (tries == MostTries)
            {
                throw new InvalidOperationException("A thing's name was taken and free by turns, as often as it was tried.");
            }
        }
    }
}
