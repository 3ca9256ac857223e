using System.Text.Json.Serialization;
using Anchorage.CACertificates;
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
        TagShapes.Wire.ListTagsForResourceResponse,
        (call, on) => RunAsync(call, on.Database));

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

        if (ResourceArn.Read(resourceArn!) is not { } arn)
        {
            return WireError.InvalidRequest($"resourceArn is {Printable.Quoted(resourceArn!)}; wanted arn:aws:iot:REGION:ACCOUNT:TYPE/ID.");
        }

        if (arn.Type is not "cacert")
        {
            return WireError.InvalidRequest(
                $"resourceArn names a {Printable.Quoted(arn.Type)}, which has no tags here. Tags are on CA certificates: arn:aws:iot:REGION:ACCOUNT:cacert/ID.");
        }

        // One question and one answer for what is unknown, another account's or another region's: nothing tells them apart.
        var id = arn.Id.ToLowerInvariant();
        var tags = arn.AccountId == call.Caller.AccountId && arn.Region == call.Caller.Region
            ? await database.ReadAsync(FindAsync, call.Cancelled)
            : null;
        return tags is null
            ? WireError.ResourceNotFound($"There is no resource {Printable.Quoted(resourceArn!)} in account {call.Caller.AccountId}, region {call.Caller.Region}.")
            : new ListTagsForResourceResponse(tags);

        async Task<List<Tag>?> FindAsync(Session session) =>
            await RegisteredCACertificate.ExistsAsync(session, call.Caller, id, call.Cancelled)
                ? await ResourceTags.ListAsync(session, call.Caller, $"cacert/{id}", call.Cancelled)
                : null;
    }
}

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(ListTagsForResourceResponse))]
internal sealed partial class TagShapes : JsonSerializerContext
{
    public static readonly TagShapes Wire = new(WireJson.Options());
}
