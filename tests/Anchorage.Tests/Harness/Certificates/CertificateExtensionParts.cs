using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>Extensions, whole.</summary>
internal static class CertificateExtensionParts
{
    public const string BasicConstraintsOid = "2.5.29.19";
    public const string KeyUsageOid = "2.5.29.15";

    private static readonly string[] Usages =
    [
        "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly",
    ];

    /// <summary>FALSE is the default, which DER leaves out.</summary>
    public static byte[] BasicConstraints(bool isCA, params byte[] pathLength) =>
        Der.Extension(BasicConstraintsOid, true, Der.Sequence(isCA ? Der.True : [], pathLength));

    /// <summary>Usages joined by <c>+</c>, as a named bit list: the first is the highest bit, and zeros at the end are left out.</summary>
    public static byte[] KeyUsage(string usages)
    {
        var bits = usages.Split('+').Aggregate(0, (sum, usage) => sum | (0x80 >> Array.IndexOf(Usages, usage)));
        return Der.Extension(KeyUsageOid, true, Der.Value(0x03, [(byte)int.TrailingZeroCount(bits), (byte)bits]));
    }
}
