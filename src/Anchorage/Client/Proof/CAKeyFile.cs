using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Anchorage.Client.Proof;

/// <summary>Reads a CA's private key from a file, in any of the forms that openssl and others write.</summary>
internal static class CAKeyFile
{
    // An RSA key of 8,192 bits takes 6,400 characters.
    private const int MostBytes = 1 << 18;

    private const string Encrypted = "ENCRYPTED PRIVATE KEY";

    public static Outcome<CAKey> Read(string path)
    {
        var file = Visible.Text(path);
        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                return Failure.Unreachable($"{file} has more than {MostBytes} bytes; the file of one private key is wanted.");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (FileFailure.Explains(exception))
        {
            return FileFailure.Reading(path, exception);
        }

        try
        {
            return bytes is [0x30, ..] ? ReadDer(bytes, file) : ReadPem(bytes, file);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public static Failure WrongPassphrase(string file) => Failure.Unreachable(
        $"The passphrase does not open {file}. Check {Passphrase.Variable} or what was typed.");

    private static Outcome<CAKey> ReadPem(byte[] bytes, string file)
    {
        var read = KeyBlock.Read(bytes, file);
        if (!read.IsDone)
        {
            return read.Failure;
        }

        using var block = read.Value;
        return block switch
        {
            { Label: "OPENSSH PRIVATE KEY" } => Failure.Unreachable(
                $"{file} is in OpenSSH's own form. Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY"),
            { Label: Encrypted } => Open(file, passphrase => Pkcs8Encryption.Decrypt(block.Octets, passphrase, file)),
            { CipherInfo: { } cipher } => Open(file, passphrase => TraditionalEncryption.Decrypt(block, cipher, passphrase, file)),
            _ => Import(block.Octets, file, passphraseWasUsed: false),
        };
    }

    private static Outcome<CAKey> ReadDer(byte[] bytes, string file)
    {
        try
        {
            // EncryptedPrivateKeyInfo begins with its algorithm, all others with a version.
            var isEncrypted = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence().PeekTag() == Asn1Tag.Sequence;
            return isEncrypted
                ? Open(file, passphrase => Pkcs8Encryption.Decrypt(bytes, passphrase, file))
                : Import(bytes, file, passphraseWasUsed: false);
        }
        catch (AsnContentException)
        {
            return Damaged(file);
        }
    }

    private static Outcome<CAKey> Open(string file, Func<char[], Outcome<byte[]>> decrypt)
    {
        var passphrase = Passphrase.Ask(file);
        if (!passphrase.IsDone)
        {
            return passphrase.Failure;
        }

        var opened = decrypt(passphrase.Value);
        passphrase.Value.AsSpan().Clear();
        if (!opened.IsDone)
        {
            return opened.Failure;
        }

        try
        {
            return Import(opened.Value, file, passphraseWasUsed: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened.Value);
        }
    }

    // One wrong passphrase in 256 decrypts to something with fitting padding, which is then no key.
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The outcome carries the key to the caller, whose it is.")]
    private static Outcome<CAKey> Import(byte[] der, string file, bool passphraseWasUsed)
    {
        try
        {
            var key = CAKey.Import(der);
            return key is not null ? key : Failure.Refused(
                $"{file} holds a key of a kind that no CA certificate may have here; RSA, or EC on P-256, P-384 or P-521, is wanted.");
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            return passphraseWasUsed ? WrongPassphrase(file) : Damaged(file);
        }
    }

    private static Failure Damaged(string file) => Failure.Unreachable(
        $"{file} is damaged: its content is no private key in PKCS #8, PKCS #1 or SEC 1 form. Check it with: openssl pkey -in {ShellWord.Of(file)} -check -noout");
}
