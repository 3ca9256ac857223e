using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

internal sealed record ListThingsResponse(
    IReadOnlyList<ThingAttribute> Things,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

/// <summary>AWS's name for a line of the list: a thing with its attributes.</summary>
internal sealed record ThingAttribute(string ThingName, string ThingArn, ImmutableSortedDictionary<string, string> Attributes, long Version);

/// <summary>Lists the caller's things page by page: all of them by name, or those with an attribute by its value.</summary>
internal static class ListThings
{
    public static readonly Operation Operation = Operation.Of(
        "ListThings", "GET", "/things", changes: false, [],
        static () => ThingShapes.Wire.ListThingsResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListThingsResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var faults = new Faults();
        var query = new QueryShape(call.Query, faults);
        var search = ReadSearch(query, faults);
        var type = query.Text("thingTypeName");
        if (type is not null && !ThingName.Read(type).IsSuccess)
        {
            faults.Add($"The query parameter thingTypeName is {Printable.Quoted(type)}; wanted 1 to 128 letters, digits, colons, _ and -.");
        }

        var page = TokenPage.Read(call, markers, $"ListThings {type} {search}", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        // Thing types are not offered yet, so no thing has one.
        var found = type is not null ? [] : await database.ReadAsync(
            session => ThingListing.PageAsync(session, call.Caller, search, page.After, page.Size + 1, call.Cancelled), call.Cancelled);
        var (things, token) = page.Cut(found, call, markers, thing => ThingListing.PlaceOf(thing, search));
        return new ListThingsResponse(
            [.. things.Select(thing => new ThingAttribute(thing.ThingName, call.Caller.Arn(thing.Resource), thing.Attributes, thing.Version))], token);
    }

    private static ThingSearch? ReadSearch(QueryShape query, Faults faults)
    {
        var name = query.Text("attributeName");
        var value = query.Text("attributeValue");
        var prefix = query.Flag("usePrefixAttributeValue") ?? false;
        if (name is not null && !ThingAttributes.NameForm().IsMatch(name))
        {
            faults.Add($"The query parameter attributeName is {Printable.Quoted(name)}; wanted 1 to 128 of [a-zA-Z0-9_.,@/:#-].");
        }

        if (value is not null && !ThingAttributes.ValueForm().IsMatch(value))
        {
            faults.Add($"The query parameter attributeValue is {Printable.Quoted(value)}; wanted at most 800 of [a-zA-Z0-9_.,@/:#=[]-].");
        }

        if (name is null && value is not null)
        {
            faults.Add("The query parameter attributeValue is given without attributeName; name the attribute whose value it is.");
        }

        return name is null ? null : new ThingSearch(name, value ?? string.Empty, prefix || value is null);
    }
}
