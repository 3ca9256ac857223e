using System.Net;
using Anchorage.Configuration;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>What <c>--auth none</c> refuses all the same: requests that a web page made, on its own origin's behalf or through DNS rebinding.</summary>
internal sealed class UnsignedGuard(ServeOptions options)
{
    /// <summary>The refusal, or null when the request may pass.</summary>
    public WireError? Refuse(IHeaderDictionary headers)
    {
        if (options.DangerUnauthenticated)
        {
            return null;
        }

        if (headers.Origin.Count > 0)
        {
            return Refused("it carries an Origin header, so a web page sent it");
        }

        var site = headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "none" or "same-origin"))
        {
            return Refused($"its Sec-Fetch-Site is {Printable.Quoted(site)}, so a web page of another site sent it");
        }

        var host = headers.Host.ToString();
        return IsOurs(host) ? null : Refused($"its Host is {Printable.Quoted(host)}; wanted a loopback address, localhost, *.amazonaws.com or {options.EndpointDomain}");
    }

    private bool IsOurs(string host)
    {
        var name = host.StartsWith('[') ? host[..(host.IndexOf(']', StringComparison.Ordinal) + 1)] : host.Split(':')[0];
        return IPAddress.TryParse(name.Trim('[', ']'), out var address)
            ? IPAddress.IsLoopback(address)
            : IsUnder(name, "localhost") || name.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) || IsUnder(name, options.EndpointDomain);
    }

    private static bool IsUnder(string name, string domain) =>
        name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);

    private static WireError Refused(string why) => WireError.AccessDenied(
        $"The request was not taken: {why}. This server runs with --auth none, where only programs on this machine may call it.");
}
