using System.Net;
using Anchorage.Wire;

namespace Anchorage.Metrics;

/// <summary><c>GET /-/metrics</c>: unsigned for who asks from this machine, else signed by an administrator of the installation's own account.</summary>
internal sealed class MetricsPage(Installation on)
{
    public const string Path = "/-/metrics";

    /// <summary>How long the page waits for the registry to be counted for the first time; it is printed without else.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long later; it is printed with the last count else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static bool Answers(string method, string rawPath) => method == "GET" && rawPath == Path;

    /// <summary>
    /// Whether it is asked for by a program on this machine and needs no signature. Not so what a proxy on this machine passes on from others,
    /// or a web page that has its own name point here, as far as these tell.
    /// </summary>
    public static bool IsOpenTo(HttpContext context, RequestTarget target)
    {
        var headers = context.Request.Headers;
        return Answers(context.Request.Method, target.RawPath) && target.RawQuery.Length == 0
            && context.Connection.RemoteIpAddress is { } source && IPAddress.IsLoopback(source)
            && IsLoopback(context.Request.Host.Host)
            && headers.Authorization.Count == 0 && headers.Origin.Count == 0 && headers["Sec-Fetch-Site"].Count == 0
            && headers.Via.Count == 0 && headers["Forwarded"].Count == 0 && headers["X-Real-IP"].Count == 0
            && !headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));
    }

    /// <param name="caller">Who signed; null for who need not.</param>
    public async Task<Answer> AnswerAsync(Caller? caller = null)
    {
        if (caller is not null && !(caller.AccountId == on.Options.Account && caller.Principal is { IsAdministrator: true }))
        {
            return Answer.Failure(WireError.AccessDenied(
                $"User: {caller.Principal?.Arn(caller.AccountId)} is not authorized to see metrics: they are of the whole installation, and only administrators of its own account {on.Options.Account} may."));
        }

        var registry = on.Instruments.Registry;
        await Task.WhenAny(registry.RefreshAsync(), Task.Delay(registry.Latest is null ? FirstPatience : Patience));
        return Answer.Text(on.Instruments.Print(), PrometheusText.ContentType);
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
