using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>The resource of a call that its permission is judged on.</summary>
internal static class DemandedResource
{
    /// <summary>An operation without a resource, or a request that names none in a form that could be one: only a policy for everything allows it.</summary>
    public const string Any = "*";

    /// <summary>Longest ARN (service model, ResourceArn).</summary>
    private const int MaxCharacters = 2048;

    /// <summary>The ARN, with the ids of certificates in lower case as they are stored, so that no other writing of one gets around a Deny.</summary>
    public static string Of(Demand demand, Call call, RequestBody? body)
    {
        var arn = demand.Place switch
        {
            ResourcePlace.Path => call.Caller.Arn($"{demand.Type}/{call.Path[0]}"),
            ResourcePlace.BodyId when Text(body, demand.Member) is { } id => call.Caller.Arn($"{demand.Type}/{id}"),
            ResourcePlace.BodyArn => Text(body, demand.Member),
            ResourcePlace.QueryArn when call.Query.All(demand.Member) is [var only] => only,
            ResourcePlace.HeaderArn when call.Headers[demand.Member] is [{ } only] => only,
            _ => null,
        };
        if (arn is null or { Length: 0 or > MaxCharacters })
        {
            return Any;
        }

        return ResourceArn.Read(arn) is { Type: "cert" or "cacert" } read
            ? $"arn:aws:iot:{read.Region}:{read.AccountId}:{read.Type}/{read.Id.ToLowerInvariant()}"
            : arn;
    }

    /// <summary>A text of the body, be it in members of one another; null when it is not there.</summary>
    public static string? Text(RequestBody? body, string path)
    {
        var inner = body;
        var names = path.Split('.');
        foreach (var name in names.AsSpan(..^1))
        {
            inner = inner?.Structure(name);
        }

        return inner?.Text(names[^1], 0, int.MaxValue);
    }
}
