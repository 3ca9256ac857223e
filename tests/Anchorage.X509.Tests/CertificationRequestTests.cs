using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.X509.Tests;

/// <summary>Reading and judging certificate signing requests.</summary>
public sealed class CertificationRequestTests
{
    private const string ExtensionRequest = "1.2.840.113549.1.9.14";
    private const string ChallengePassword = "1.2.840.113549.1.9.7";

    private static readonly byte[] Requested = Der.Attribute(
        ExtensionRequest, Der.Set(Der.Sequence(Der.Extension("2.5.29.17", false, Der.Sequence(Der.Value(0x82, "device.example"u8.ToArray()))))));

    [Fact]
    public void A_request_of_the_platform_is_read_and_accepted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=device-1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var reading = CertificationRequest.Read(request.CreateSigningRequestPem());
        Assert.True(reading.IsRead, reading.Fault?.Message);
        Assert.Equal("CN=device-1", reading.Value.Subject.ToString());
        Assert.Equal(KeyUsages.DigitalSignature, reading.Value.RequestedExtensions.KeyUsage);
        Assert.Empty(CertificationRequestRules.Judge(reading.Value, Reads.Now));
    }

    [Fact]
    public void The_extensions_that_are_asked_for_are_read()
    {
        var request = Read(Make(attributes: [Requested]));
        Assert.Equal("DNS:\"device.example\"", Assert.Single(request.RequestedExtensions.SubjectAlternativeNames).ToString());
        Assert.Empty(Read(Make()).RequestedExtensions.All);
        Assert.Empty(Read(Make(hasAttributes: false)).RequestedExtensions.All);
    }

    [Fact]
    public void Both_labels_are_read_and_no_other()
    {
        var der = Make();
        Assert.True(CertificationRequest.Read(PemEncoding.WriteString("CERTIFICATE REQUEST", der)).IsRead);
        Assert.True(CertificationRequest.Read(PemEncoding.WriteString("NEW CERTIFICATE REQUEST", der)).IsRead);
        Assert.Equal("pem_certificate_block", CertificationRequest.Read(PemEncoding.WriteString("CERTIFICATE", der)).Fault?.Rule);
        Assert.Equal("pem_certificate_block", CertificationRequest.Read("hello").Fault?.Rule);
        Assert.Equal("pem_no_private_key", CertificationRequest.Read(Signer.RsaKey.ExportPkcs8PrivateKeyPem()).Fault?.Rule);
        Assert.Equal("pem_text_size", CertificationRequest.Read(new string(' ', CertificationRequest.MaxCharacters + 1)).Fault?.Rule);
        Assert.Equal("der_size", CertificationRequest.Read(new byte[CertificationRequest.MaxBytes + 1]).Fault?.Rule);
        var mixed = PemEncoding.WriteString("CERTIFICATE REQUEST", der).Replace("END CERTIFICATE", "END NEW CERTIFICATE", StringComparison.Ordinal);
        Assert.Equal("pem_certificate_block", CertificationRequest.Read(mixed).Fault?.Rule);
    }

    public static TheoryData<string, byte[]> BadForms => new()
    {
        { "certificate_version", Make(version: Der.Integer(1)) },
        { "certificate_structure", Make(version: []) },
        { "certificate_structure", Make(attributes: [Requested, Requested]) },
        { "certificate_structure", Make(attributes: [Requested, Der.Attribute(ChallengePassword, Der.Set(Der.Utf8("x")))]) },
        { "certificate_structure", Make(attributes: [Der.Attribute(ExtensionRequest, Der.Set())]) },
        { "certificate_structure", Make(attributes: [Der.Attribute(ExtensionRequest, Der.Sequence())]) },
        { "der_no_trailing_bytes", Make(attributes: [Der.Sequence(Der.Oid(ChallengePassword), Der.Set(Der.Utf8("x")), Der.Null)]) },
        { "der_no_trailing_bytes", Make(attributes: [Der.Attribute(ExtensionRequest, Der.Set(Der.Sequence(Der.Extension("1.2.3", false, [])), Der.Null))]) },
        { "certificate_extension_form", Make(attributes: [Der.Attribute(ExtensionRequest, Der.Set(Der.Sequence(Der.Extension("2.5.29.17", false, Der.Sequence()))))]) },
        { "der_no_trailing_bytes", [.. Make(), 0] },
        { "certificate_algorithm_parameters", Make(algorithm: Der.Algorithm("1.2.840.10045.4.3.2", Der.Null)) },
    };

    [Theory]
    [MemberData(nameof(BadForms))]
    public void Requests_of_another_form_are_refused_and_told_how_to_make_one(string rule, byte[] der)
    {
        var fault = CertificationRequest.Read(der).Fault;
        Assert.Equal(rule, fault?.Rule);
        Assert.Contains("openssl req -new", fault!.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_is_signed_with_the_key_in_it()
    {
        Assert.Empty(Judge(Make()));
        Assert.Equal(["request_signature"], Judge(Make(signer: Signer.OtherP256 with { PublicKey = Signer.P256.PublicKey })));
        Assert.Equal(["request_signature"], Judge(Make(signer: Signer.Rsa2048 with { PublicKey = Signer.P256.PublicKey })));
        Assert.Equal(["request_signature_algorithm"], Judge(Make(signer: Signer.Rsa(Signer.RsaKey, HashAlgorithmName.SHA1))));
        Assert.Empty(Judge(Make(signer: new PssSigner { Salt = new byte[222] }.For(Signer.RsaKey))));
        Assert.Equal(["request_rsa_exponent"], Judge(Make(signer: Signer.P256 with { PublicKey = Der.RsaKey(new System.Numerics.BigInteger(Signer.RsaKey.ExportParameters(false).Modulus!, true, true), 3) })));
    }

    [Fact]
    public void One_changed_octet_anywhere_never_throws_and_is_never_accepted()
    {
        var der = Make(attributes: [Requested]);
        for (var position = 0; position < der.Length; position++)
        {
            foreach (byte change in (byte[])[0x01, 0x20, 0x80, 0xff])
            {
                var mutant = der.ToArray();
                mutant[position] ^= change;
                Assert.True(CertificationRequest.Read(mutant) is not { IsRead: true, Value: { } request } || !CertificationRequestRules.Judge(request, Reads.Now).IsEmpty, $"Octet {position}.");
            }
        }
    }

    private static CertificationRequest Read(byte[] der)
    {
        var reading = CertificationRequest.Read(der);
        Assert.True(reading.IsRead, reading.Fault?.Message);
        return reading.Value;
    }

    private static string[] Judge(byte[] der) => [.. CertificationRequestRules.Judge(Read(der), Reads.Now).Select(fault => fault.Rule)];

    private static byte[] Make(
        byte[][]? attributes = null, byte[]? version = null, bool hasAttributes = true, byte[]? algorithm = null, Signer? signer = null)
    {
        signer ??= Signer.P256;
        var info = Der.Sequence(version ?? Der.Integer(0), Der.Name("device-1"), signer.PublicKey, hasAttributes ? Der.Explicit(0, attributes ?? []) : []);
        return Der.Sequence(info, algorithm ?? signer.Algorithm, Der.BitString(signer.Sign(info)));
    }
}
