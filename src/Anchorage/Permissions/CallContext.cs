using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Anchorage.Policy;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>What conditions may ask of a call (IAM user guide, "AWS global condition context keys"; service authorization reference, AWS IoT).</summary>
internal static class CallContext
{
    public const string ThingArn = "iot:thingArn";
    public const string PassedToService = "iam:PassedToService";

    /// <summary>What is known of any call.</summary>
    public static PolicyContext Of(Call call, DateTimeOffset now)
    {
        var caller = call.Caller;
        var context = new PolicyContext()
            .Set(ContextNames.CurrentTime, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Set(ContextNames.EpochTime, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .Set(ContextNames.SecureTransport, call.IsSecure ? "true" : "false")
            .Set("aws:PrincipalAccount", caller.AccountId)
            .Set("aws:RequestedRegion", caller.Region);
        if (call.SourceAddress is { } address)
        {
            context.Set(ContextNames.SourceIp, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        }

        if (caller.Principal is { } principal)
        {
            context.Set("aws:PrincipalArn", principal.Arn(caller.AccountId));
            if (principal.Name is { } name)
            {
                context.Set("aws:username", name);
            }
        }

        return context;
    }

    /// <summary>Adds the tags of a request; tells the caller when conditions cannot tell two of them apart.</summary>
    public static WireError? AddRequestTags(PolicyContext context, Call call, RequestBody body)
    {
        // What is wrong with their form is said by the operation, which then stores none of them.
        var unsaid = new Faults();
        var tags = TagReading.Read(body, call.Query, [.. call.Query.Names], unsaid);
        var keys = tags.Select(tag => tag.Key).Concat(KeysToRemove(body)).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (IsAmbiguous(keys))
        {
            return WireError.InvalidRequest("Two of the tag keys differ in letter case only, and the conditions of policies do not tell them apart. Give one of them another name.");
        }

        context.Set(ContextNames.TagKeys, [.. keys]);
        foreach (var tag in tags)
        {
            context.Set(ContextNames.RequestTagOf(tag.Key), tag.Value);
        }

        return null;
    }

    /// <summary>Adds the tags of the resource; false when conditions cannot tell two of them apart.</summary>
    public static bool TryAddResourceTags(PolicyContext context, IReadOnlyCollection<Tag> tags)
    {
        foreach (var tag in tags)
        {
            context.Set(ContextNames.ResourceTagOf(tag.Key), tag.Value);
        }

        return !IsAmbiguous([.. tags.Select(tag => tag.Key)]);
    }

    private static bool IsAmbiguous(ImmutableArray<string> keys) => keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < keys.Length;

    /// <summary>The keys that UntagResource takes off.</summary>
    private static IEnumerable<string> KeysToRemove(RequestBody body) =>
        body.Member("tagKeys") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(RequestBody.TextOf).OfType<string>().Take(TagRules.MostTags)
            : [];
}
