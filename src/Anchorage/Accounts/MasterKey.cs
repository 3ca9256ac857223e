using System.Security.Cryptography;
using System.Text;

namespace Anchorage.Accounts;

/// <summary>The key that seals secrets at rest: 32 bytes that live outside the database and outside its backups.</summary>
/// <remarks>
/// All nodes of one PostgreSQL share it. Without it, access keys, the installation's own CA and the device endpoint's root must be made
/// anew. What is registered stays, and so do the certificates that were issued.
/// </remarks>
internal sealed class MasterKey
{
    private const int Length = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    /// <summary>Reads <c>master.key</c> of the data folder, or makes it (mode 0600) at the first start.</summary>
    /// <exception cref="InvalidDataException">The file is there but does not hold 64 hexadecimal digits.</exception>
    public static MasterKey ReadOrMake(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "master.key");
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length)) + "\n");
        }

        return Read(File.ReadAllText(path)) ?? throw new InvalidDataException(
            $"{path} does not hold a master key: wanted {Length * 2} hexadecimal digits. Restore the file; a new one cannot open the secrets sealed with the old.");
    }

    /// <summary>Reads a key given as 64 hexadecimal digits; null when it is not that.</summary>
    public static MasterKey? Read(string text)
    {
        var digits = text.Trim();
        return digits.Length == Length * 2 && digits.All(char.IsAsciiHexDigit) ? new MasterKey(Convert.FromHexString(digits)) : null;
    }

    /// <summary>A key for one purpose, from which neither this key nor that of another purpose can be told (RFC 5869).</summary>
    public byte[] Derive(string purpose) => HKDF.Expand(HashAlgorithmName.SHA256, _key, Length, Encoding.UTF8.GetBytes(purpose));

    /// <summary>Seals a secret to a context, such as the id of the key it belongs to (AES-256-GCM).</summary>
    public byte[] Seal(string secret, string context)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(context));
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> made; null when it was sealed with another key or to another context.</summary>
    public string? Open(ReadOnlySpan<byte> box, string context)
    {
        if (box.Length < NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        try
        {
            aes.Decrypt(box[..NonceLength], box[(NonceLength + TagLength)..], box.Slice(NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(context));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    public override string ToString() => "<redacted>";
}
