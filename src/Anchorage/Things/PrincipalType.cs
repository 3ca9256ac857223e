using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>The query parameter <c>thingPrincipalType</c>.</summary>
/// <param name="Exclusive">Null when it is not given.</param>
internal sealed record PrincipalType(bool? Exclusive)
{
    public static Result<PrincipalType> Read(Call call)
    {
        var faults = new Faults();
        var text = new QueryShape(call.Query, faults).Text("thingPrincipalType");
        if (text is not (null or ThingPrincipal.ExclusiveThing or ThingPrincipal.NonExclusiveThing))
        {
            faults.Add($"The query parameter thingPrincipalType is {Printable.Quoted(text)}; wanted {ThingPrincipal.ExclusiveThing} or {ThingPrincipal.NonExclusiveThing}.");
        }

        return faults.Any ? faults.AsError() : new PrincipalType(text is null ? null : text is ThingPrincipal.ExclusiveThing);
    }
}
