using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.Client.Proof;

/// <summary>OpenSSL's own encryption of PEM from before PKCS #8, which its tools still write and .NET does not read (PEM_read_bio(3)).</summary>
internal static class TraditionalEncryption
{
    private const int SaltOctets = 8;

    /// <summary>The key in the clear; null for a wrong passphrase.</summary>
    /// <param name="cipherInfo">The value of DEK-Info: the cipher's name, a comma, the initialization vector in hex.</param>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "It is what the file was encrypted with.")]
    public static Outcome<byte[]> Decrypt(KeyBlock block, string cipherInfo, ReadOnlySpan<char> passphrase, string file)
    {
        var parts = cipherInfo.Split(',', StringSplitOptions.TrimEntries);
        using SymmetricAlgorithm? cipher = parts[0].ToUpperInvariant() is "DES-EDE3-CBC" ? TripleDES.Create()
            : parts[0].StartsWith("AES-", StringComparison.OrdinalIgnoreCase) && parts[0].EndsWith("-CBC", StringComparison.OrdinalIgnoreCase) ? Aes.Create()
            : null;
        if (cipher is null || parts is not [_, var hex] || IvOf(hex, cipher) is not { } iv || KeyOctets(parts[0]) is not { } length)
        {
            return Failure.Unreachable($"{file} is encrypted with {Visible.Text(cipherInfo)}, which is not read here. Convert it: openssl pkcs8 -topk8 -in {ShellWord.Of(file)} -out NEW.key");
        }

        var secret = new byte[Encoding.UTF8.GetMaxByteCount(passphrase.Length)];
        var key = new byte[length];
        try
        {
            Derive(secret.AsSpan(0, Encoding.UTF8.GetBytes(passphrase, secret)), iv.AsSpan(0, SaltOctets), key);
            cipher.Key = key;
            return cipher.DecryptCbc(block.Octets, iv);
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

    /// <summary>EVP_BytesToKey with MD5 and one round: each block of the key is the hash of the one before it, the passphrase and the salt.</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "It is how the file's key was derived.")]
    private static void Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, Span<byte> key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Span<byte> block = stackalloc byte[MD5.HashSizeInBytes];
        for (var done = 0; done < key.Length; done += block.Length)
        {
            if (done > 0)
            {
                hash.AppendData(block);
            }

            hash.AppendData(passphrase);
            hash.AppendData(salt);
            hash.GetHashAndReset(block);
            block[..Math.Min(block.Length, key.Length - done)].CopyTo(key[done..]);
        }

        CryptographicOperations.ZeroMemory(block);
    }

    private static byte[]? IvOf(string hex, SymmetricAlgorithm cipher) =>
        hex.Length == cipher.BlockSize / 4 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    private static int? KeyOctets(string name) => name.ToUpperInvariant() switch
    {
        "DES-EDE3-CBC" => 24,
        "AES-128-CBC" or "AES-192-CBC" or "AES-256-CBC" => int.Parse(name.AsSpan(4, 3), CultureInfo.InvariantCulture) / 8,
        _ => null,
    };
}
