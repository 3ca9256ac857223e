using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.Client.Proof;

/// <summary>Decrypts an EncryptedPrivateKeyInfo (RFC 5958 3) by PBES2 with PBKDF2 (RFC 8018), whatever kind of key is inside.</summary>
/// <remarks>.NET decrypts too, but only together with the import of a key, and it knows no id-RSASSA-PSS keys.</remarks>
internal static class Pkcs8Encryption
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    // openssl writes 2,048 and the most careful tools a million; a file must not keep us for hours.
    private const int MostRounds = 20_000_000;

    public static Outcome<byte[]> Decrypt(byte[] octets, ReadOnlySpan<char> passphrase, string file)
    {
        Scheme? scheme;
        try
        {
            scheme = Read(octets);
        }
        catch (AsnContentException)
        {
            return Failure.Unreachable($"{file} is damaged: its content is no EncryptedPrivateKeyInfo.");
        }

        if (scheme is null && UsesOlderScheme(octets))
        {
            return DecryptOlder(octets, passphrase, file);
        }

        if (scheme is null)
        {
            return Failure.Unreachable(
                $"{file} is encrypted in a way that is not read here; PBES2 with PBKDF2 and AES or triple DES is. Convert it: openssl pkcs8 -topk8 -in {ShellWord.Of(file)} -out NEW.key");
        }

        var secret = new byte[Encoding.UTF8.GetMaxByteCount(passphrase.Length)];
        byte[] key = [];
        try
        {
            var used = Encoding.UTF8.GetBytes(passphrase, secret);
            key = Rfc2898DeriveBytes.Pbkdf2(secret.AsSpan(0, used), scheme.Salt, scheme.Rounds, scheme.Hash, scheme.KeyOctets);
            using var cipher = scheme.Cipher();
            cipher.Key = key;
            return cipher.DecryptCbc(scheme.Encrypted, scheme.Iv);
        }
        catch (CryptographicException)
        {
            return CAKeyFile.WrongPassphrase(file);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    // PBES1 and PKCS #12's schemes, which older tools wrote; .NET has them for the two kinds of key that such tools knew.
    private static bool UsesOlderScheme(byte[] octets) =>
        new AsnReader(octets, AsnEncodingRules.BER).ReadSequence().ReadSequence().ReadObjectIdentifier() is var oid
        && oid != Pbes2 && (oid.StartsWith("1.2.840.113549.1.5.", StringComparison.Ordinal) || oid.StartsWith("1.2.840.113549.1.12.1.", StringComparison.Ordinal));

    private static Outcome<byte[]> DecryptOlder(byte[] octets, ReadOnlySpan<char> passphrase, string file)
    {
        foreach (var create in (Func<AsymmetricAlgorithm>[])[RSA.Create, ECDsa.Create])
        {
            using var key = create();
            try
            {
                key.ImportEncryptedPkcs8PrivateKey(passphrase, octets, out _);
                return key.ExportPkcs8PrivateKey();
            }
            catch (CryptographicException)
            {
                // The wrong passphrase, or the other kind of key.
            }
        }

        return CAKeyFile.WrongPassphrase(file);
    }

    private static Scheme? Read(byte[] octets)
    {
        var outer = new AsnReader(octets, AsnEncodingRules.BER).ReadSequence();
        var algorithm = outer.ReadSequence();
        var encrypted = outer.ReadOctetString();
        if (algorithm.ReadObjectIdentifier() != Pbes2)
        {
            return null;
        }

        var parameters = algorithm.ReadSequence();
        var derivation = parameters.ReadSequence();
        var encryption = parameters.ReadSequence();
        if (derivation.ReadObjectIdentifier() != Pbkdf2 || CipherOf(encryption.ReadObjectIdentifier()) is not { } cipher)
        {
            return null;
        }

        var iv = encryption.ReadOctetString();
        var fields = derivation.ReadSequence();
        var salt = fields.ReadOctetString();
        var isBounded = fields.TryReadInt32(out var rounds) && rounds is > 0 and <= MostRounds;
        if (fields.HasData && fields.PeekTag() == Asn1Tag.Integer)
        {
            fields.ReadInteger();
        }

        var hash = fields.HasData ? HashOf(fields.ReadSequence().ReadObjectIdentifier()) : HashAlgorithmName.SHA1;
        return isBounded && hash is { } known ? new Scheme(salt, rounds, known, cipher.Octets, cipher.Create, iv, encrypted) : null;
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "It is what the file was encrypted with.")]
    private static (int Octets, Func<SymmetricAlgorithm> Create)? CipherOf(string oid) => oid switch
    {
        "2.16.840.1.101.3.4.1.2" => (16, Aes.Create),
        "2.16.840.1.101.3.4.1.22" => (24, Aes.Create),
        "2.16.840.1.101.3.4.1.42" => (32, Aes.Create),
        "1.2.840.113549.3.7" => (24, TripleDES.Create),
        _ => null,
    };

    private static HashAlgorithmName? HashOf(string oid) => oid switch
    {
        "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private sealed record Scheme(
        byte[] Salt, int Rounds, HashAlgorithmName Hash, int KeyOctets, Func<SymmetricAlgorithm> Cipher, byte[] Iv, byte[] Encrypted);
}
