using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>The extensions of a certificate: all of them as sent, and those that decide something as values.</summary>
public sealed class CertificateExtensions
{
    /// <summary>Most extensions a certificate may have; certificates in use have up to 15.</summary>
    public const int MaxCount = 64;

    internal static readonly CertificateExtensions None = new();

    private CertificateExtensions()
    {
    }

    /// <summary>In the order they stand in.</summary>
    public ImmutableArray<Extension> All { get; private set; } = [];

    public BasicConstraints? BasicConstraints { get; private set; }

    public KeyUsages? KeyUsage { get; private set; }

    public ExtendedKeyUsage? ExtendedKeyUsage { get; private set; }

    /// <summary>The key identifier's octets (RFC 5280 4.2.1.2); null when the extension is absent.</summary>
    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; private set; }

    public AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; private set; }

    /// <summary>subjectAltName (RFC 5280 4.2.1.6), in the order they stand in; empty when the extension is absent.</summary>
    public ImmutableArray<GeneralName> SubjectAlternativeNames { get; private set; } = [];

    /// <summary>issuerAltName (RFC 5280 4.2.1.7), in the order they stand in; empty when the extension is absent.</summary>
    public ImmutableArray<GeneralName> IssuerAlternativeNames { get; private set; } = [];

    public NameConstraints? NameConstraints { get; private set; }

    /// <summary>Identifiers in certificatePolicies (RFC 5280 4.2.1.4); empty when the extension is absent.</summary>
    public ImmutableArray<ObjectIdentifier> Policies { get; private set; } = [];

    public ImmutableArray<DistributionPoint> CrlDistributionPoints { get; private set; } = [];

    public ImmutableArray<AccessDescription> AuthorityInformationAccess { get; private set; } = [];

    /// <summary>Reads the SEQUENCE OF Extension. Faults go to the document.</summary>
    internal static CertificateExtensions Read(DerReader sequence)
    {
        var document = sequence.Document;
        var extensions = new CertificateExtensions();
        var all = ImmutableArray.CreateBuilder<Extension>(8);
        if (!sequence.HasMore)
        {
            document.Fail(ReadingRules.ExtensionsVersion, "has an empty list of extensions; at least one, or no list, is wanted.");
        }

        while (sequence.HasMore)
        {
            if (all.Count == MaxCount)
            {
                document.Fail(ReadingRules.ExtensionCount, $"has more than {MaxCount} extensions, the most that are read.");
                break;
            }

            var (extension, octets) = ExtensionReading.ReadOne(ref sequence, all);
            all.Add(extension);
            extensions.Decode(document, extension.Oid, octets);
        }

        extensions.All = all.DrainToImmutable();
        return extensions;
    }

    private void Decode(DerDocument document, ObjectIdentifier oid, DerValue octets)
    {
        if (document.Failed || KnownExtensions.NameOf(oid) is not { } name)
        {
            return;
        }

        var reader = new DerReader(document, octets);
        switch (name)
        {
            case "basicConstraints":
                BasicConstraints = X509.BasicConstraints.Read(ref reader, name);
                break;
            case "keyUsage":
                KeyUsage = KeyUsageReading.Read(ref reader, name);
                break;
            case "extKeyUsage":
                ExtendedKeyUsage = X509.ExtendedKeyUsage.Read(ref reader, name);
                break;
            case "subjectKeyIdentifier":
                SubjectKeyIdentifier = reader.Read(Asn1Tag.PrimitiveOctetString, name).Content;
                break;
            case "authorityKeyIdentifier":
                AuthorityKeyIdentifier = X509.AuthorityKeyIdentifier.Read(ref reader, name);
                break;
            case "subjectAltName":
                SubjectAlternativeNames = GeneralNames.Read(ref reader, name);
                break;
            case "issuerAltName":
                IssuerAlternativeNames = GeneralNames.Read(ref reader, name);
                break;
            case "nameConstraints":
                NameConstraints = X509.NameConstraints.Read(ref reader, name);
                break;
            case "certificatePolicies":
                Policies = CertificatePolicies.Read(ref reader, name);
                break;
            case "policyMappings":
                CertificatePolicies.CheckMappings(ref reader, name);
                break;
            case "policyConstraints":
                CertificatePolicies.CheckConstraints(ref reader, name);
                break;
            case "inhibitAnyPolicy":
                reader.ReadCount(name);
                break;
            case "cRLDistributionPoints":
                CrlDistributionPoints = DistributionPoint.ReadAll(ref reader, name);
                break;
            case "authorityInfoAccess":
                AuthorityInformationAccess = AccessDescription.ReadAll(ref reader, name);
                break;
            default:
                DerShape.Check(document, reader.ReadAny(name), name);
                break;
        }

        reader.End(name);
    }
}
