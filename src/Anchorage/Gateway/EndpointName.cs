using Anchorage.Configuration;
using Anchorage.Gateway.Tls;

namespace Anchorage.Gateway;

/// <summary>The account and region that a device asks for by the name in its TLS handshake (SNI, RFC 6066 3).</summary>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="Region">A region that is served.</param>
/// <param name="IsNamed">Whether the name said so; otherwise these are the defaults.</param>
internal sealed record EndpointName(string AccountId, string Region, bool IsNamed)
{
    private const string AtsSuffix = "-ats";

    /// <summary>Where a handshake belongs that names no endpoint: to no account.</summary>
    public static EndpointName OfNobody(ServeOptions options) => new(string.Empty, options.Region, IsNamed: false);

    /// <summary>The same, and the defaults also for every name that the operator's own certificate is for.</summary>
    public static EndpointName? Read(string? name, ServeOptions options, ServerCertificates shown) =>
        Read(name, options) ?? (name is not null && shown.Names(name) ? new EndpointName(options.Account, options.Region, IsNamed: false) : null);

    /// <summary>
    /// Reads <c>{account}.iot.{region}.{endpoint-domain}</c>, also with <c>-ats</c> after the account. Without a name, and for <c>localhost</c>,
    /// the domain itself and IP addresses, the defaults. Null for any other name.
    /// </summary>
    public static EndpointName? Read(string? name, ServeOptions options)
    {
        name = name?.TrimEnd('.').ToLowerInvariant();
        var domain = options.EndpointDomain.ToLowerInvariant();
        if (string.IsNullOrEmpty(name) || name == "localhost" || name == domain || System.Net.IPAddress.TryParse(name, out _))
        {
            return new EndpointName(options.Account, options.Region, IsNamed: false);
        }

        if (!name.EndsWith($".{domain}", StringComparison.Ordinal) || name[..^(domain.Length + 1)].Split('.') is not [var account, "iot", var region])
        {
            return null;
        }

        account = account.EndsWith(AtsSuffix, StringComparison.Ordinal) ? account[..^AtsSuffix.Length] : account;
        return ServeOptionsReading.AccountForm().IsMatch(account) && ServeOptionsReading.RegionForm().IsMatch(region) && options.Serves(region)
            ? new EndpointName(account, region, IsNamed: true)
            : null;
    }
}
