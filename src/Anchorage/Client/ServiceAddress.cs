using System.Text.RegularExpressions;

namespace Anchorage.Client;

/// <summary>Where requests go, and the region they are signed for.</summary>
/// <param name="IsAws">Whether no endpoint was given, so that it is AWS's own.</param>
internal sealed partial record ServiceAddress(Uri Endpoint, string Region, bool IsAws)
{
    /// <summary>The region of a server that was given none either; see <c>anchorage serve --region</c>.</summary>
    private const string DefaultRegion = "us-east-1";

    public static Outcome<ServiceAddress> Find(string? askedEndpoint, string? askedRegion, Profile profile, Surroundings surroundings)
    {
        var configured = surroundings.Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") is "true" ? null
            : surroundings.Variable("AWS_ENDPOINT_URL_IOT") ?? surroundings.Variable("AWS_ENDPOINT_URL") ?? profile.Endpoint;
        var endpoint = askedEndpoint ?? configured;
        var region = askedRegion ?? surroundings.Variable("AWS_REGION") ?? surroundings.Variable("AWS_DEFAULT_REGION") ?? profile.Region
            ?? (endpoint is null ? null : DefaultRegion);
        if (region is null)
        {
            return Failure.Usage("No region: give --region, set AWS_REGION, or give the profile one. To call a server of your own, give --endpoint-url.");
        }

        if (!RegionForm().IsMatch(region))
        {
            return Failure.Usage($"The region is '{Visible.Text(region)}'; lower-case letters, digits and hyphens are wanted, such as eu-central-1.");
        }

        if (endpoint is null)
        {
            var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
            return new ServiceAddress(new Uri($"https://iot.{region}.{suffix}"), region, IsAws: true);
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? new ServiceAddress(uri, region, IsAws: false)
            : Failure.Usage($"The endpoint is '{Visible.Text(endpoint)}'; a URL such as http://127.0.0.1:8080 is wanted.");
    }

    /// <summary>As it is said in messages.</summary>
    public override string ToString() => Visible.Text(Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/'));

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionForm();
}
