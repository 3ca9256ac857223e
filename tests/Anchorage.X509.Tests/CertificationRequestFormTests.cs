using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.X509.Tests;

/// <summary>Certificate signing requests, made by the platform's own writer and then damaged.</summary>
public sealed class CertificationRequestFormTests
{
    private static readonly byte[] Ec = Made(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    [Fact]
    public void Requests_for_keys_that_are_taken_are_accepted()
    {
        foreach (var curve in new[] { ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521 })
        {
            Assert.Empty(Judge(Made(ECDsa.Create(curve))));
        }

        using var rsa = RSA.Create(2048);
        foreach (var padding in new[] { RSASignaturePadding.Pkcs1, RSASignaturePadding.Pss })
        {
            Assert.Empty(Judge(new CertificateRequest("CN=device-1", rsa, HashAlgorithmName.SHA384, padding).CreateSigningRequest()));
        }
    }

    [Fact]
    public void Subject_and_key_are_those_that_were_asked_for()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var made = new CertificateRequest("CN=device-1, O=Example", key, HashAlgorithmName.SHA256);
        var request = Read(made.CreateSigningRequest());

        Assert.Equal(made.SubjectName.RawData, request.Subject.Der.ToArray());
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), request.PublicKey.Der.ToArray());
    }

    [Fact]
    public void Attributes_are_passed_over()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = new CertificateRequest("CN=device-1", key, HashAlgorithmName.SHA256);
        made.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Assert.Empty(Judge(made.CreateSigningRequest()));
    }

    [Fact]
    public void One_changed_bit_anywhere_is_refused()
    {
        for (var position = 0; position < Ec.Length; position++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var mutant = Ec.ToArray();
                mutant[position] ^= (byte)(1 << bit);
                Assert.True(IsRefused(Pem(mutant)), $"bit {bit} of octet {position}");
            }
        }
    }

    [Fact]
    public void A_request_cut_short_or_made_longer_anywhere_is_refused()
    {
        for (var position = 0; position < Ec.Length; position++)
        {
            Assert.True(IsRefused(Pem(Ec[..position])));
            Assert.True(IsRefused(Pem([.. Ec[..position], .. Ec[(position + 1)..]])));
            Assert.True(IsRefused(Pem([.. Ec[..position], 0x00, .. Ec[position..]])));
        }
    }

    [Fact]
    public void One_changed_character_of_the_text_never_throws()
    {
        var pem = Pem(Ec);
        for (var position = 0; position < pem.Length; position++)
        {
            foreach (var character in "\0-A=\n\u00ff")
            {
                IsRefused(string.Concat(pem.AsSpan(0, position), [character], pem.AsSpan(position + 1)));
            }
        }
    }

    [Theory]
    [InlineData("CERTIFICATE", "pem_certificate_block")]
    [InlineData("PUBLIC KEY", "pem_certificate_block")]
    [InlineData("PRIVATE KEY", "pem_no_private_key")]
    public void Only_the_label_of_a_request_is_taken(string label, string rule) =>
        Assert.Equal(rule, CertificationRequest.Read(PemEncoding.WriteString(label, Ec)).Fault?.Rule);

    [Fact]
    public void The_old_label_is_taken_and_a_second_block_is_not()
    {
        Assert.True(CertificationRequest.Read(PemEncoding.WriteString("NEW CERTIFICATE REQUEST", Ec)).IsRead);
        Assert.Equal("pem_one_block", CertificationRequest.Read(Pem(Ec) + "\n" + Pem(Ec)).Fault?.Rule);
    }

    [Fact]
    public void A_text_of_4097_characters_is_not_looked_at() =>
        Assert.Equal("pem_text_size", CertificationRequest.Read(Pem(Ec).PadRight(4097)).Fault?.Rule);

    private static bool IsRefused(string pem)
    {
        var reading = CertificationRequest.Read(pem);
        if (reading.IsRead)
        {
            return !CertificationRequestRules.Judge(reading.Value, Reads.Now).IsEmpty;
        }

        Assert.NotEmpty(reading.Fault.Message);
        Assert.DoesNotContain(reading.Fault.Message, char.IsControl);
        return true;
    }

    private static IEnumerable<string> Judge(byte[] der) => CertificationRequestRules.Judge(Read(der), Reads.Now).Select(fault => fault.Message);

    private static CertificationRequest Read(byte[] der)
    {
        var reading = CertificationRequest.Read(Pem(der));
        Assert.True(reading.IsRead, reading.Fault?.Message);
        return reading.Value;
    }

    private static byte[] Made(ECDsa key)
    {
        using (key)
        {
            return new CertificateRequest("CN=device-1", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        }
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE REQUEST", der);
}
