using Anchorage.Wire;

namespace Anchorage.Tags;

/// <summary>The resource that a <c>resourceArn</c> names: of a kind that has tags, in the caller's account and region.</summary>
internal sealed record TaggedResource(TaggableKind Kind, string Id)
{
    /// <summary>What its tags hang on, such as <c>cacert/…</c>.</summary>
    public string Resource => $"{Kind.Type}/{Id}";

    /// <summary>Reads the ARN; whether the resource is there is not asked yet.</summary>
    public static Result<TaggedResource> Read(string resourceArn, Caller caller)
    {
        if (ResourceArn.Read(resourceArn) is not { } arn)
        {
            return WireError.InvalidRequest($"resourceArn is {Printable.Quoted(resourceArn)}; wanted arn:aws:iot:REGION:ACCOUNT:TYPE/ID.");
        }

        if (TaggableKind.All.FirstOrDefault(kind => kind.Type == arn.Type) is not { } kind)
        {
            return WireError.InvalidRequest(
                $"resourceArn names a {Printable.Quoted(arn.Type)}, which has no tags here. What has tags: {string.Join(", ", TaggableKind.All.Select(kind => kind.Type))}.");
        }

        // One answer for what is unknown, another account's or another region's: nothing tells them apart.
        return arn.AccountId == caller.AccountId && arn.Region == caller.Region
            ? new TaggedResource(kind, kind.IgnoresCase ? arn.Id.ToLowerInvariant() : arn.Id)
            : NotFound(resourceArn, caller);
    }

    public static WireError NotFound(string resourceArn, Caller caller) =>
        WireError.ResourceNotFound($"There is no resource {Printable.Quoted(resourceArn)} in account {caller.AccountId}, region {caller.Region}.");
}
