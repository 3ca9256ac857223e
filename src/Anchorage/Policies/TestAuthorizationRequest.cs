using System.Collections.Immutable;
using System.Text.Json;
using Anchorage.Policy;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>One action on some resources, as a request asks about it and an answer repeats it.</summary>
/// <param name="ActionType"><c>CONNECT</c>, <c>PUBLISH</c>, <c>SUBSCRIBE</c> or <c>RECEIVE</c>.</param>
/// <param name="Resources">1 to 10 ARNs of at most 2,048 characters.</param>
internal sealed record AuthInfo(string ActionType, IReadOnlyList<string> Resources)
{
    private const int LongestResource = 2048;

    /// <summary>Ours; the service model has no limit, and each is a whole decision.</summary>
    private const int MostResources = 10;

    /// <summary>The IAM action this is; null when it is none of the four.</summary>
    public static PolicyAction? ActionOf(string actionType) => actionType switch
    {
        "CONNECT" => PolicyAction.Connect,
        "PUBLISH" => PolicyAction.Publish,
        "SUBSCRIBE" => PolicyAction.Subscribe,
        "RECEIVE" => PolicyAction.Receive,
        _ => null,
    };

    public static AuthInfo? Read(JsonElement element, string at, Faults faults)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            faults.Add($"{at} is {RequestBody.Kind(element)}; wanted an object with actionType and resources.");
            return null;
        }

        var type = element.TryGetProperty("actionType", out var given) && given.ValueKind is JsonValueKind.String ? RequestBody.TextOf(given) : null;
        if (type is null || ActionOf(type) is null)
        {
            faults.Add($"{at}.actionType is {(type is null ? "missing or no text" : Printable.Quoted(type))}; wanted CONNECT, PUBLISH, SUBSCRIBE or RECEIVE.");
            return null;
        }

        if (!element.TryGetProperty("resources", out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() is 0 or > MostResources)
        {
            faults.Add($"{at}.resources is missing, no list, empty or too long; wanted a list of 1 to {MostResources} ARNs.");
            return null;
        }

        var resources = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String || RequestBody.TextOf(item) is not { Length: > 0 and <= LongestResource } resource)
            {
                faults.Add($"{at}.resources[{resources.Count}] is no text of 1 to {LongestResource} characters; wanted an ARN such as arn:aws:iot:REGION:ACCOUNT:topic/NAME.");
                return null;
            }

            resources.Add(resource);
        }

        return new AuthInfo(type, resources);
    }
}

/// <summary>The request of TestAuthorization, in its shape.</summary>
internal sealed record TestAuthorizationRequest(
    PolicyTarget? Principal, string? ClientId, ImmutableArray<AuthInfo> AuthInfos, ImmutableArray<string> PolicyNamesToAdd, ImmutableArray<string> PolicyNamesToSkip)
{
    private const int MostAuthInfos = 10;

    /// <summary>As many as may be attached to a principal.</summary>
    private const int MostNames = 10;

    public static Result<TestAuthorizationRequest> Read(Call call)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with authInfos, the actions to test", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var clientId = new QueryShape(call.Query, faults).Text("clientId");
        var infos = ReadInfos(body, faults);
        var add = ReadNames(body, "policyNamesToAdd", faults);
        var skip = ReadNames(body, "policyNamesToSkip", faults);
        var principal = TestedPrincipal.Read(body, call.Caller, faults);
        return principal.IsSuccess ? new TestAuthorizationRequest(principal.Value.Target, clientId, infos, add, skip) : principal.Error;
    }

    private static ImmutableArray<AuthInfo> ReadInfos(RequestBody body, Faults faults)
    {
        if (body.Member("authInfos") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > MostAuthInfos)
        {
            faults.Add($"authInfos is missing, no list, empty or too long; wanted a list of 1 to {MostAuthInfos} objects with actionType and resources.");
            return [];
        }

        return [.. list.EnumerateArray().Select((item, index) => AuthInfo.Read(item, $"authInfos[{index}]", faults)).OfType<AuthInfo>()];
    }

    private static ImmutableArray<string> ReadNames(RequestBody body, string member, Faults faults)
    {
        switch (body.Member(member))
        {
            case null:
                return [];
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= MostNames:
                return
                [
                    .. list.EnumerateArray().Select((item, index) => PolicyName.Read(
                        (item.ValueKind is JsonValueKind.String ? RequestBody.TextOf(item) : null) ?? string.Empty, $"{member}[{index}]", faults)),
                ];
            default:
                faults.Add($"{member} is no list, or too long; wanted a list of at most {MostNames} names of policies.");
                return [];
        }
    }
}
