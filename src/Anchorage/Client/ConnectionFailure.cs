using System.Security.Authentication;

namespace Anchorage.Client;

/// <summary>Says in one line why a request got no answer.</summary>
internal static class ConnectionFailure
{
    public static Failure Explain(HttpRequestException exception, ServiceAddress address) => Failure.Unreachable(exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError when address.IsAws =>
            $"{address} cannot be reached: there is no such host, or no network. Check the region {address.Region}, or give --endpoint-url for a server of your own.",
        HttpRequestError.NameResolutionError => $"{address} cannot be reached: there is no host {Visible.Text(address.Endpoint.Host)}. Check --endpoint-url.",
        HttpRequestError.ConnectionError => $"{address} cannot be reached: {Cause(exception)}. Check --endpoint-url, and that the server runs there.",
        HttpRequestError.SecureConnectionError => ExplainTls(exception, address),
        HttpRequestError.ProxyTunnelError => $"{address} cannot be reached: the proxy that HTTPS_PROXY or HTTP_PROXY names does not let it through. List the host in NO_PROXY, or mend the proxy.",
        HttpRequestError.InvalidResponse => $"{address} answered with something that is not HTTP. Check the port and the scheme of --endpoint-url.",
        HttpRequestError.ConfigurationLimitExceeded => $"{address} answered with more than AWS IoT ever does. Check --endpoint-url.",
        _ => $"{address} broke off before it had answered: {Cause(exception)}. Check --endpoint-url, and try again.",
    });

    public static Failure TimedOut(ServiceAddress address, TimeSpan timeout) => Failure.Unreachable(
        $"{address} did not answer within {timeout.TotalSeconds:0.###} seconds. Check --endpoint-url, or give it longer with --timeout.");

    private static string ExplainTls(HttpRequestException exception, ServiceAddress address)
    {
        var cause = Cause(exception);
        return exception.InnerException is AuthenticationException && cause.Contains("remote certificate", StringComparison.OrdinalIgnoreCase)
            ? cause.Contains("NameMismatch", StringComparison.Ordinal)
                ? $"The TLS certificate of {address} is for another name. Call it by a name that its certificate has."
                : $"The TLS certificate of {address} is not trusted: {cause}. Set AWS_CA_BUNDLE to a PEM file of the CA that issued it."
            : $"{address} does not speak TLS as wanted: {cause}. If it serves plain HTTP, write http:// in --endpoint-url.";
    }

    /// <summary>The innermost message, which names the cause; the others say that there is one.</summary>
    private static string Cause(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return Visible.Text(exception.Message).TrimEnd('.');
    }
}
