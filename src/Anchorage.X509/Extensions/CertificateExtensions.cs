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
        if (oid == KnownExtensions.BasicConstraints)
        {
            BasicConstraints = X509.BasicConstraints.Read(ref reader, name);
        }
        else if (oid == KnownExtensions.KeyUsage)
        {
            KeyUsage = KeyUsageReading.Read(ref reader, name);
        }
        else if (oid == KnownExtensions.ExtendedKeyUsage)
        {
            ExtendedKeyUsage = X509.ExtendedKeyUsage.Read(ref reader, name);
        }
        else if (oid == KnownExtensions.SubjectKeyIdentifier)
        {
            SubjectKeyIdentifier = reader.Read(Asn1Tag.PrimitiveOctetString, name).Content;
        }
        else if (oid == KnownExtensions.AuthorityKeyIdentifier)
        {
            AuthorityKeyIdentifier = X509.AuthorityKeyIdentifier.Read(ref reader, name);
        }
        else
        {
            DerShape.Check(document, reader.ReadAny(name), name);
        }

        reader.End(name);
    }
}
