using System.Collections.Immutable;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Tags;

/// <summary>Gives a resource tags; a key that it has already gets the new value.</summary>
internal static class TagResource
{
    public static readonly Operation Operation = Operation.OfNothing(
        "TagResource", "POST", "/tags", changes: true, [WireErrorKind.ResourceNotFound, WireErrorKind.LimitExceeded],
        (call, on) => RunAsync(call, on.Database)) with
    { Demand = Demand.OfBodyArn("resourceArn") with { HasTags = true } };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, """wanted a JSON object such as {"resourceArn":"arn:…","tags":[{"Key":"key1","Value":"value1"}]}""", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var resourceArn = body.RequiredText("resourceArn", "the ARN of a resource, such as arn:aws:iot:REGION:ACCOUNT:cacert/ID");
        var tags = TagReading.ReadBody(body, faults);
        TagRules.JudgeEach(tags, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var read = TaggedResource.Read(resourceArn!, call.Caller);
        return read.IsSuccess
            ? await database.WriteAsync(session => StoreAsync(session, call, read.Value, resourceArn!, tags), call.Cancelled)
            : read.Error;
    }

    private static async Task<Write<Result<Nothing>>> StoreAsync(
        Session session, Call call, TaggedResource target, string resourceArn, ImmutableArray<Tag> tags)
    {
        if (!await target.Kind.HoldAsync(session, call.Caller, target.Id, call.Cancelled))
        {
            return Write.Undo<Result<Nothing>>(TaggedResource.NotFound(resourceArn, call.Caller));
        }

        if (tags.Length <= TagRules.MostTags)
        {
            await ResourceTags.PutAsync(session, call.Caller, target.Resource, tags, call.Cancelled);
            var count = (await ResourceTags.ListAsync(session, call.Caller, target.Resource, call.Cancelled)).Count;
            return count <= TagRules.MostTags ? Write.Keep<Result<Nothing>>(Nothing.Value) : Write.Undo<Result<Nothing>>(TooMany(count));
        }

        return Write.Undo<Result<Nothing>>(TooMany(tags.Length));
    }

    private static WireError TooMany(int count) => WireError.LimitExceeded(
        $"The resource would have {count} tags; the most is {TagRules.MostTags}. None of these was set. Remove some with untag-resource first.");
}
