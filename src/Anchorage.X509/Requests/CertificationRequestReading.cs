using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>Reads a CertificationRequest (RFC 2986 4) from PEM, field by field, in order.</summary>
internal static class CertificationRequestReading
{
    private const string Make = "Make one with: openssl req -new -key device.key -subj \"/CN=device-1\" -out device.csr";

    private static readonly Asn1Tag AttributesTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static Reading<CertificationRequest> Read(string pem)
    {
        if (pem.Length > CertificationRequest.MaxCharacters)
        {
            return Refuse(ReadingRules.TextSize, $"is a text of {pem.Length} characters; at most {CertificationRequest.MaxCharacters} are wanted.");
        }

        if (PrivateKeyText.IsIn(pem))
        {
            return Refuse(ReadingRules.NoPrivateKey, "has a private key in its text; only the request is wanted, and a private key must never be sent.");
        }

        if (!PemEncoding.TryFind(pem, out var block))
        {
            return Refuse(ReadingRules.CertificateBlock, "holds no PEM block that can be read; one labelled CERTIFICATE REQUEST is wanted.");
        }

        var label = pem.AsSpan()[block.Label];
        if (label is not ("CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST"))
        {
            return Refuse(ReadingRules.CertificateBlock, $"is a PEM block labelled {Quoted.Show(label)}; the label CERTIFICATE REQUEST is wanted.");
        }

        if (pem.AsSpan()[block.Location.End..].Contains("-----BEGIN ", StringComparison.Ordinal))
        {
            return Refuse(ReadingRules.OneBlock, "is a text with more than one PEM block; one CERTIFICATE REQUEST block is wanted.");
        }

        var der = new byte[block.DecodedDataLength];
        Convert.TryFromBase64Chars(pem.AsSpan()[block.Base64Data], der, out _);
        var document = new DerDocument(der, CertificationRequest.Role);
        return ReadRequest(document) is { } request
            ? new Reading<CertificationRequest>(request)
            : new Reading<CertificationRequest>(Mended(document.Fault!));
    }

    private static CertificationRequest? ReadRequest(DerDocument document)
    {
        var outer = new DerReader(document);
        var fields = outer.ReadSequence("CertificationRequest");
        outer.End("CertificationRequest");
        var signed = fields.Read(Asn1Tag.Sequence, "certificationRequestInfo");
        var algorithm = AlgorithmIdentifier.Read(ref fields, "signatureAlgorithm");
        var signature = fields.ReadOctetsInBitString("signature");
        fields.End("CertificationRequest");
        if (algorithm is null || document.Failed)
        {
            return null;
        }

        var info = new DerReader(document, signed);
        var versionOffset = info.Position;
        if (info.ReadCount("version") is not 0 and var version)
        {
            document.FailDer(ReadingRules.Version, versionOffset, "version", $"the version's number is {version}; 0 is wanted.");
        }

        var subject = info.ReadName("subject");
        var key = SubjectPublicKey.Read(ref info);
        SkipAttributes(ref info);
        info.End("certificationRequestInfo");
        var signatureAlgorithm = document.Failed ? null : SignatureAlgorithm.Read(document, algorithm, "signatureAlgorithm");
        return document.Failed
            ? null
            : new CertificationRequest
            {
                Subject = subject,
                PublicKey = key!,
                SignatureAlgorithm = signatureAlgorithm!,
                SignedDer = signed.Encoded,
                Signature = signature,
            };
    }

    // What a request asks for in attributes is not granted, so it is only seen that they nest no deeper than is read. Some leave the field out.
    private static void SkipAttributes(ref DerReader info)
    {
        if (info.NextIs(AttributesTag))
        {
            DerShape.Check(info.Document, info.Read(AttributesTag, "attributes"), "attributes");
        }
    }

    private static Reading<CertificationRequest> Refuse(Rule rule, string found) =>
        new(new Fault(rule.Name, rule.Citation, $"The {CertificationRequest.Role} {found}", Make));

    // The rules on reading speak of certificates; a request is mended by making another.
    private static Fault Mended(Fault fault) => new(fault.Rule, fault.Citation, fault.Found, Make);
}
