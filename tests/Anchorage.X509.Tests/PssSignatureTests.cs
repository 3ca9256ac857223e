using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>RSASSA-PSS with every length of salt, and each step of its encoding taken wrongly.</summary>
public sealed class PssSignatureTests
{
    // 2048 bits: 256 octets, less hash, separator and trailer.
    private const int LongestSalt = 256 - 32 - 2;

    // Moduli whose length less one is, and is not, a multiple of eight: the encoded message then begins with other bits unused.
    private static readonly RSA[] Keys = [Signer.RsaKey, RSA.Create(2056), RSA.Create(3072)];

    private static readonly CertificateDraft Draft = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(LongestSalt)]
    public void A_salt_of_any_length_is_verified(int length)
    {
        foreach (var key in Keys)
        {
            Assert.Equal(SignatureVerdict.Valid, Verify(new PssSigner { Salt = Bytes(length) }, key));
        }
    }

    [Fact]
    public void Every_hash_is_verified()
    {
        foreach (var hash in (HashAlgorithmName[])[HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512])
        {
            Assert.Equal(SignatureVerdict.Valid, Verify(new PssSigner { Hash = hash, Salt = Bytes(7) }));
        }
    }

    [Fact]
    public void A_modulus_of_one_bit_past_whole_octets_has_an_encoded_message_of_one_octet_less()
    {
        // 2049 bits take 257 octets, and the 2048 bits of the message 256.
        using var key = KeyOf2049Bits();
        Assert.Equal(SignatureVerdict.Valid, Verify(new PssSigner { Salt = Bytes(LongestSalt) }, key));
        Assert.Equal(SignatureVerdict.Valid, Verify(new PssSigner { Salt = [] }, key));
        Assert.Equal(SignatureVerdict.NotValid, Verify(new PssSigner { Salt = [1], Trailer = 0xcc }, key));
    }

    public static TheoryData<string> Faults => ["separator", "trailer", "padding", "unused bits", "shorter salt", "longer salt", "salt that does not fit", "largest salt"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_step_of_the_encoding_is_checked(string fault)
    {
        var good = new PssSigner { Salt = Bytes(40) };
        Assert.Equal(SignatureVerdict.Valid, Verify(good));
        Assert.Equal(SignatureVerdict.NotValid, Verify(fault switch
        {
            "separator" => good with { Separator = 0x02 },
            "trailer" => good with { Trailer = 0xcc },
            "padding" => good with { PaddingDamage = 0x40 },
            "unused bits" => good with { KeepsUnusedBits = true },
            "shorter salt" => good with { StatedSaltLength = 39 },
            "longer salt" => good with { StatedSaltLength = 41 },
            "salt that does not fit" => good with { StatedSaltLength = LongestSalt + 1 },
            _ => good with { StatedSaltLength = int.MaxValue },
        }));
    }

    [Fact]
    public void Signatures_that_are_no_residue_are_refused()
    {
        var good = new PssSigner { Salt = Bytes(40) };
        foreach (var change in (Func<BigInteger, BigInteger, BigInteger>[])
            [
                (signature, modulus) => signature + modulus,
                (_, modulus) => modulus,
                (_, modulus) => modulus - 1,
                (_, _) => BigInteger.Zero,
                (_, _) => BigInteger.One,
                (signature, modulus) => modulus - signature,
            ])
        {
            Assert.NotEqual(SignatureVerdict.Valid, Verify(good with { Change = change }));
        }
    }

    [Fact]
    public void One_changed_bit_of_what_is_signed_is_seen()
    {
        var der = Draft.Sign(new PssSigner { Salt = Bytes(40) }.For(Signer.RsaKey));
        var at = der.AsSpan().IndexOf("Test CA"u8);
        der[at + 1] ^= 1;
        der[at + 1 + der.AsSpan(at + 2).IndexOf("Test CA"u8) + 2] ^= 1;
        using var changed = Reads.Certificate(der);
        Assert.Equal(SignatureVerdict.NotValid, changed.VerifySignatureOf(changed));
    }

    [Fact]
    public void A_signature_of_another_length_than_its_modulus_is_refused()
    {
        foreach (var salt in (int[])[32, 40])
        {
            var signer = new PssSigner { Salt = Bytes(salt) }.For(Signer.RsaKey);
            foreach (var change in (Func<byte[], byte[]>[])[octets => octets[1..], octets => octets[..^1], octets => [0, .. octets]])
            {
                using var certificate = Draft.Read(signer with { Sign = data => change(signer.Sign(data)) });
                Assert.NotEqual(SignatureVerdict.Valid, certificate.VerifySignatureOf(certificate));
            }
        }
    }

    private static SignatureVerdict Verify(PssSigner signer, RSA? key = null)
    {
        using var certificate = Draft.Read(signer.For(key ?? Signer.RsaKey));
        return certificate.VerifySignatureOf(certificate);
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(1, count).Select(number => (byte)number)];

    // The platform's own generator makes whole octets only.
    private static RSA KeyOf2049Bits()
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", ["genrsa", "2049"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var key = RSA.Create();
        key.ImportFromPem(process.StandardOutput.ReadToEnd());
        return key;
    }
}
