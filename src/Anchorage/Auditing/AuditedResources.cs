using System.Text.RegularExpressions;
using Anchorage.Permissions;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>The resources that a request names: in its path, and where its permission is judged.</summary>
internal static partial class AuditedResources
{
    /// <summary>ARNs; what is not of an ARN's form, and could hold anything, is left out.</summary>
    public static IEnumerable<string> Of(Operation operation, Call call)
    {
        var demand = operation.Demand;
        var body = demand.Place is ResourcePlace.BodyId or ResourcePlace.BodyArn
            ? RequestBody.ReadOptional(call.Body, "wanted a JSON object", new Faults()).Body
            : null;
        return OfPath(operation, call).Append(DemandedResource.Of(demand, call, body)).Where(arn => Form().IsMatch(arn)).Distinct();
    }

    /// <summary>The ARN of a key. AWS has none; this one is made as those of IAM are.</summary>
    public static string AccessKey(string account, string id) => $"arn:aws:iam::{account}:access-key/{id}";

    public static string User(string account, string name) => $"arn:aws:iam::{account}:user/{name}";

    private static List<string> OfPath(Operation operation, Call call)
    {
        var named = new List<string>();
        var account = operation.Path.StartsWith("/-/accounts/{", StringComparison.Ordinal) ? call.Path[0] : null;
        var place = 0;
        foreach (var segment in operation.Path.Split('/').Where(segment => segment.StartsWith('{')))
        {
            var value = call.Path[place++];
            var arn = segment switch
            {
                "{caCertificateId}" => call.Caller.Arn($"cacert/{value.ToLowerInvariant()}"),
                "{certificateId}" => call.Caller.Arn($"cert/{value.ToLowerInvariant()}"),
                "{policyName}" when account is null => call.Caller.Arn($"policy/{value}"),
                "{templateName}" => call.Caller.Arn($"provisioningtemplate/{value}"),
                "{thingName}" => call.Caller.Arn($"thing/{value}"),
                "{principalName}" => User(account!, value),
                "{accessKeyId}" => AccessKey(account!, value),
                _ => null,
            };
            if (arn is not null)
            {
                named.Add(arn);
            }
        }

        if (account is not null && named.Count == 0)
        {
            named.Add($"arn:aws:iam::{account}:root");
        }

        return named;
    }

    // No name of a resource is longer, and no private key as short.
    [GeneratedRegex(@"\Aarn:aws:(iot|iam):[a-z0-9-]{0,64}:[0-9]{12}:(root|[a-z-]{1,32}/[A-Za-z0-9_+=,.@:-]{1,128})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
