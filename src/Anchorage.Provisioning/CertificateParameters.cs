using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Anchorage.Provisioning;

/// <summary>The parameters that AWS IoT itself fills in; all but <see cref="Id"/> are attributes of the certificate's subject.</summary>
/// <remarks>AWS IoT developer guide, "Just-in-time provisioning".</remarks>
public static class CertificateParameters
{
    /// <summary>What every such name begins with; no other parameter may.</summary>
    public const string Prefix = "AWS::IoT::Certificate::";

    /// <summary>The certificate id: 64 lower-case hex digits.</summary>
    public const string Id = Prefix + "Id";

    /// <summary>C, RFC 5280 appendix A.1 id-at-countryName.</summary>
    public const string Country = Prefix + "Country";

    /// <summary>O.</summary>
    public const string Organization = Prefix + "Organization";

    /// <summary>OU.</summary>
    public const string OrganizationalUnit = Prefix + "OrganizationalUnit";

    /// <summary>dnQualifier.</summary>
    public const string DistinguishedNameQualifier = Prefix + "DistinguishedNameQualifier";

    /// <summary>ST.</summary>
    public const string StateName = Prefix + "StateName";

    /// <summary>CN.</summary>
    public const string CommonName = Prefix + "CommonName";

    /// <summary>The subject's serialNumber attribute (2.5.4.5), not the serial number of the certificate.</summary>
    public const string SerialNumber = Prefix + "SerialNumber";

    /// <summary>All eight, as the guide lists them.</summary>
    public static ImmutableArray<string> All { get; } =
        [Country, Organization, OrganizationalUnit, DistinguishedNameQualifier, StateName, CommonName, SerialNumber, Id];

    private static readonly FrozenSet<string> Names = All.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether AWS IoT fills in the parameter of this name; letter case counts.</summary>
    public static bool Contains(string name) => Names.Contains(name);
}
