using System.Text;
using Anchorage.Throttles;

namespace Anchorage.Tests.Throttles;

/// <summary>docs/throttles.md.</summary>
internal static class ThrottlesReference
{
    public static string Page()
    {
        var aws = ThrottleProfile.Aws;
        var page = new StringBuilder("# Throttles\n\n").Append(Reference.Note).Append(Accounts)
            .Append("| calls a second | operations |\n| --- | --- |\n");
        foreach (var group in aws.PerSecond.GroupBy(one => one.Value, one => one.Key).OrderByDescending(group => group.Key))
        {
            page.Append($"| {group.Key} | {string.Join(", ", group.Order(StringComparer.Ordinal))} |\n");
        }

        return page.Append($"| {aws.Others} | each of all others, those under `/-/` too |\n")
            .Append($"\n## Addresses\n\nWhatever `--throttle` says, an address from which {AddressThrottle.Refusals.AtOnce} requests were refused before it was known who calls, and more than {AddressThrottle.Refusals.PerSecond} a second after that, is answered\n")
            .Append(Addresses)
            .ToString();
    }

    private const string Accounts = """
        `--throttle aws` lets an account call an operation as often as AWS does unless one asks there for more. What comes beyond is refused with ThrottlingException, status
        400, and the header `Retry-After`; nothing was done, and AWS's SDKs try again by themselves. `--throttle off`, the default, refuses nothing.

        - After a pause a second's worth may come at once, and then as many in each second. What is refused uses nothing up.
        - A call counts once it is known who calls, whether or not it then succeeds. All regions count together. Each node counts for itself.


        """;

    private const string Addresses = """
        ThrottlingException before its request is read. Who signs well from there uses nothing up and gets through between the others. Addresses of one /64 of IPv6 count as one.
        `127.0.0.1` and `::1` are not counted, since a proxy on this machine has them, and everybody behind it: let the proxy limit what one client may send.

        """;
}
