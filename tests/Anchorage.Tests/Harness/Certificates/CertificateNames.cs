using System.Text.RegularExpressions;
using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>Distinguished names from attributes such as <c>CN=Acme Root</c>, each in a set of its own, in the order given.</summary>
internal static partial class CertificateNames
{
    private static readonly Dictionary<string, string> Oids = new()
    {
        ["CN"] = "2.5.4.3",
        ["C"] = "2.5.4.6",
        ["L"] = "2.5.4.7",
        ["ST"] = "2.5.4.8",
        ["O"] = "2.5.4.10",
        ["OU"] = "2.5.4.11",
    };

    public static bool IsAttribute(string clause) => Attribute().IsMatch(clause);

    public static byte[] Write(IEnumerable<string> attributes) => Der.Sequence(
        [.. attributes.Select(attribute => attribute.Split('=', 2)).Select(parts => Der.Set(Der.Attribute(Oids[parts[0]], Der.Utf8(parts[1]))))]);

    [GeneratedRegex("^(CN|C|L|ST|O|OU)=", RegexOptions.Singleline)]
    private static partial Regex Attribute();
}
