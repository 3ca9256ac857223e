using System.Collections.Immutable;
using System.Text.Json;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Tags;

/// <summary>Takes tags off a resource by their keys; a key that it does not have is left out in silence.</summary>
internal static class UntagResource
{
    public static readonly Operation Operation = Operation.OfNothing(
        "UntagResource", "POST", "/untag", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database)) with
    { Demand = Demand.OfBodyArn("resourceArn") with { HasTags = true } };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, """wanted a JSON object such as {"resourceArn":"arn:…","tagKeys":["key1"]}""", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var resourceArn = body.RequiredText("resourceArn", "the ARN of a resource, such as arn:aws:iot:REGION:ACCOUNT:cacert/ID");
        var keys = ReadKeys(body, faults);
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
        return await database.WriteAsync(
            async session =>
            {
                if (!await target.Kind.HoldAsync(session, call.Caller, target.Id, call.Cancelled))
                {
                    return Write.Undo<Result<Nothing>>(TaggedResource.NotFound(resourceArn!, call.Caller));
                }

                await ResourceTags.RemoveAsync(session, call.Caller, target.Resource, keys, call.Cancelled);
                return Write.Keep<Result<Nothing>>(Nothing.Value);
            },
            call.Cancelled);
    }

    private static ImmutableArray<string> ReadKeys(RequestBody body, Faults faults)
    {
        if (body.Member("tagKeys") is not { } list)
        {
            faults.Add("""tagKeys is missing; wanted a list of the keys to remove, such as ["key1","key2"].""");
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array)
        {
            faults.Add($"""tagKeys is {RequestBody.Kind(list)}; wanted a list of the keys to remove, such as ["key1","key2"].""");
            return [];
        }

        if (list.GetArrayLength() > TagRules.MostTags)
        {
            faults.Add($"tagKeys has {list.GetArrayLength()} keys; a resource has at most {TagRules.MostTags}.");
            return [];
        }

        var keys = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.String && RequestBody.TextOf(item) is { } key)
            {
                TagRules.JudgeKey(key, faults);
                keys.Add(key);
            }
            else
            {
                faults.Add($"tagKeys[{keys.Count}] is {RequestBody.Kind(item)}; wanted a string of Unicode text.");
                return [];
            }
        }

        return keys.ToImmutable();
    }
}
