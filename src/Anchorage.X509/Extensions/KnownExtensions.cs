using System.Collections.Frozen;

namespace Anchorage.X509;

/// <summary>The extensions of RFC 5280 4.2.1 and 4.2.2, which may be critical. Any other may not.</summary>
internal static class KnownExtensions
{
    public static readonly ObjectIdentifier SubjectKeyIdentifier = ObjectIdentifier.Of("2.5.29.14");
    public static readonly ObjectIdentifier KeyUsage = ObjectIdentifier.Of("2.5.29.15");
    public static readonly ObjectIdentifier BasicConstraints = ObjectIdentifier.Of("2.5.29.19");
    public static readonly ObjectIdentifier AuthorityKeyIdentifier = ObjectIdentifier.Of("2.5.29.35");
    public static readonly ObjectIdentifier ExtendedKeyUsage = ObjectIdentifier.Of("2.5.29.37");

    private static readonly FrozenDictionary<ObjectIdentifier, string> Names = new Dictionary<ObjectIdentifier, string>
    {
        [SubjectKeyIdentifier] = "subjectKeyIdentifier",
        [KeyUsage] = "keyUsage",
        [BasicConstraints] = "basicConstraints",
        [AuthorityKeyIdentifier] = "authorityKeyIdentifier",
        [ExtendedKeyUsage] = "extKeyUsage",
        [ObjectIdentifier.Of("2.5.29.17")] = "subjectAltName",
        [ObjectIdentifier.Of("2.5.29.18")] = "issuerAltName",
        [ObjectIdentifier.Of("2.5.29.30")] = "nameConstraints",
        [ObjectIdentifier.Of("2.5.29.31")] = "cRLDistributionPoints",
        [ObjectIdentifier.Of("2.5.29.32")] = "certificatePolicies",
        [ObjectIdentifier.Of("2.5.29.33")] = "policyMappings",
        [ObjectIdentifier.Of("2.5.29.36")] = "policyConstraints",
        [ObjectIdentifier.Of("2.5.29.54")] = "inhibitAnyPolicy",
        [ObjectIdentifier.Of("1.3.6.1.5.5.7.1.1")] = "authorityInfoAccess",
    }.ToFrozenDictionary();

    /// <summary>RFC 5280's name for an extension; null when it defines none such.</summary>
    public static string? NameOf(ObjectIdentifier oid) => Names.GetValueOrDefault(oid);
}
