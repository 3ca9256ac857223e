using System.Collections.Immutable;

namespace Anchorage.Policy;

/// <summary>What a context may know of a request (developer guide, "Thing policy variables", "X.509 Certificate policy variables"; IAM, "Global condition keys").</summary>
public static class ContextNames
{
    public const string SourceIp = "aws:SourceIp";
    public const string CurrentTime = "aws:CurrentTime";
    public const string EpochTime = "aws:EpochTime";
    public const string SecureTransport = "aws:SecureTransport";
    public const string TagKeys = "aws:TagKeys";
    public const string ClientId = "iot:ClientId";
    public const string ConnectAttributes = "iot:ConnectAttributes";
    public const string CertificateId = "iot:CertificateId";
    public const string ThingName = "iot:Connection.Thing.ThingName";
    public const string ThingTypeName = "iot:Connection.Thing.ThingTypeName";
    public const string IsAttached = "iot:Connection.Thing.IsAttached";
    public const string AvailableKeys = "iot:Certificate.AvailableKeys";
    public const string SerialNumber = "iot:Certificate.SerialNumber";

    internal const string Certificate = "iot:Certificate.";
    internal const string Attributes = "iot:Connection.Thing.Attributes[";

    /// <summary>The attributes of a subject or issuer, each the end of <c>iot:Certificate.Subject.</c> or <c>iot:Certificate.Issuer.</c>.</summary>
    public static readonly ImmutableArray<string> NameAttributes =
    [
        "DistinguishedNameQualifier", "Country", "Organization", "OrganizationalUnit", "State", "CommonName", "SerialNumber",
        "Title", "Surname", "GivenName", "Initials", "Pseudonym", "GenerationQualifier",
    ];

    /// <summary>The kinds of alternative names, each the end of <c>iot:Certificate.Subject.AlternativeName.</c> or its issuer's.</summary>
    public static readonly ImmutableArray<string> AlternativeNames =
        ["RFC822Name", "DNSName", "DirectoryName", "UniformResourceIdentifier", "IPAddress"];

    internal static readonly ImmutableArray<string> All =
    [
        SourceIp, CurrentTime, EpochTime, SecureTransport, TagKeys, ClientId, ConnectAttributes, CertificateId, ThingName, ThingTypeName,
        IsAttached, AvailableKeys, SerialNumber,
        .. NameAttributes.Select(SubjectOf), .. NameAttributes.Select(IssuerOf),
        .. AlternativeNames.Select(kind => SubjectOf($"AlternativeName.{kind}")), .. AlternativeNames.Select(kind => IssuerOf($"AlternativeName.{kind}")),
    ];

    public static string SubjectOf(string attribute) => $"iot:Certificate.Subject.{attribute}";

    public static string IssuerOf(string attribute) => $"iot:Certificate.Issuer.{attribute}";

    /// <summary>An attribute of the thing whose name is the client id.</summary>
    public static string AttributeOf(string name) => $"{Attributes}{name}]";

    public static string RequestTagOf(string key) => $"aws:RequestTag/{key}";

    public static string ResourceTagOf(string key) => $"aws:ResourceTag/{key}";
}
