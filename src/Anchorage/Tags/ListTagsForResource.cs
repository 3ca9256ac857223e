using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Tags;

internal sealed record ListTagsForResourceResponse(
    IReadOnlyList<Tag> Tags, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken = null);

/// <summary>Lists the tags of a resource: all of them on one page, since there are at most 50.</summary>
internal static class ListTagsForResource
{
    public static readonly Operation Operation = Operation.Of(
        "ListTagsForResource", "GET", "/tags", changes: false, [WireErrorKind.ResourceNotFound],
        static () => TagShapes.Wire.ListTagsForResourceResponse,
        (call, on) => RunAsync(call, on.Database)) with
    { Demand = Demand.OfQueryArn("resourceArn") };

    private static async Task<Result<ListTagsForResourceResponse>> RunAsync(Call call, Database database)
    {
        var faults = new Faults();
        var query = new QueryShape(call.Query, faults);
        var resourceArn = query.Text("resourceArn");
        if (query.Text("nextToken") is not null)
        {
            faults.Add("The query parameter nextToken is not one that this operation gave: every resource's tags fit on one page.");
        }

        if (resourceArn is null && !faults.Any)
        {
            faults.Add("The query parameter resourceArn is missing; wanted the ARN of a resource, such as arn:aws:iot:REGION:ACCOUNT:cacert/ID, percent-encoded.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        var read = TaggedResource.Read(resourceArn!, call.Caller);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var target = read.Value;
        return await database.ReadAsync(FindAsync, call.Cancelled) is { } tags
            ? new ListTagsForResourceResponse(tags)
            : TaggedResource.NotFound(resourceArn!, call.Caller);

        async Task<List<Tag>?> FindAsync(Session session) =>
            await target.Kind.ExistsAsync(session, call.Caller, target.Id, call.Cancelled)
                ? await ResourceTags.ListAsync(session, call.Caller, target.Resource, call.Cancelled)
                : null;
    }
}

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(ListTagsForResourceResponse))]
internal sealed partial class TagShapes : JsonSerializerContext
{
    public static readonly TagShapes Wire = new(WireJson.Options());
}
