using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Anchorage.Client;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>Reads certificates from files, in PEM or DER.</summary>
internal static class CertificateFile
{
    // Far beyond the longest text that is read, so that the rule on its length speaks, and not this.
    private const int MostBytes = 1 << 20;

    /// <summary>The certificate in a file, or the rule that keeps it from being read; a failure when there is no certificate to speak of.</summary>
    /// <param name="role">A word for messages, such as <c>CA certificate</c>.</param>
    public static Outcome<Reading<Certificate>> Read(string path, string role)
    {
        var bytes = ReadBytes(path);
        if (!bytes.IsDone)
        {
            return bytes.Failure;
        }

        if (bytes.Value is [0x30, ..])
        {
            return Certificate.Read(bytes.Value, role);
        }

        var reading = CertificatePem.Read(Encoding.UTF8.GetString(bytes.Value), role);
        return reading.Fault is { Rule: "pem_certificate_block" } fault && !bytes.Value.AsSpan().ContainsAnyBlock()
            ? Failure.Unreachable($"{Visible.Text(path)} is no certificate: {fault.Found}")
            : reading;
    }

    /// <summary>The same, for a verb that has no use for one that breaks a rule.</summary>
    public static Outcome<Certificate> ReadWhole(string path, string role)
    {
        var reading = Read(path, role);
        return !reading.IsDone ? reading.Failure
            : reading.Value.IsRead ? reading.Value.Value
            : Refusal.Of($"{Visible.Text(path)} cannot be read as a certificate", [reading.Value.Fault]);
    }

    /// <summary>Every certificate in a PEM file, or the one in DER.</summary>
    public static Outcome<CertificateList> ReadAll(string path, string role)
    {
        var bytes = ReadBytes(path);
        if (!bytes.IsDone)
        {
            return bytes.Failure;
        }

        var text = Encoding.UTF8.GetString(bytes.Value);
        if (bytes.Value is [0x30, ..] || !text.Contains(Begin, StringComparison.Ordinal))
        {
            var one = ReadWhole(path, role);
            return one.IsDone ? new CertificateList([one.Value]) : one.Failure;
        }

        var all = ReadBlocks(text, role);
        return all.Fault is { } fault
            ? Refusal.Of($"{Visible.Text(path)} cannot be read as certificates", [fault])
            : new CertificateList(all.Certificates);
    }

    /// <summary>Every certificate in a PEM text, up to the first that cannot be read.</summary>
    public static (ImmutableArray<Certificate> Certificates, Fault? Fault) ReadBlocks(string text, string role)
    {
        var all = ImmutableArray.CreateBuilder<Certificate>();
        for (int start = Math.Max(0, text.IndexOf(Begin, StringComparison.Ordinal)), next; start >= 0; start = next)
        {
            next = text.IndexOf(Begin, Math.Min(start + Begin.Length, text.Length), StringComparison.Ordinal);
            var reading = CertificatePem.Read(next < 0 ? text[start..] : text[start..next], $"{role} number {all.Count + 1}");
            if (!reading.IsRead)
            {
                return (all.DrainToImmutable(), reading.Fault);
            }

            all.Add(reading.Value);
        }

        return (all.DrainToImmutable(), null);
    }

    /// <summary>The text of a file; one in DER as its PEM.</summary>
    public static Outcome<string> ReadText(string path)
    {
        var bytes = ReadBytes(path);
        return !bytes.IsDone ? bytes.Failure
            : bytes.Value is [0x30, ..] ? PemEncoding.WriteString("CERTIFICATE", bytes.Value)
            : Encoding.UTF8.GetString(bytes.Value);
    }

    private const string Begin = "-----BEGIN CERTIFICATE-----";

    private static bool ContainsAnyBlock(this Span<byte> bytes) => bytes.IndexOf("BEGIN "u8) >= 0;

    private static Outcome<byte[]> ReadBytes(string path)
    {
        var file = Visible.Text(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.CanSeek && stream.Length > MostBytes)
            {
                return Failure.Unreachable($"{file} has more than {MostBytes} bytes; the file of a certificate is wanted.");
            }

            // Bounded for pipes too, which have no length.
            var buffer = new byte[(stream.CanSeek ? (int)stream.Length : MostBytes) + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MostBytes ? buffer[..length] : Failure.Unreachable($"{file} has more than {MostBytes} bytes; the file of a certificate is wanted.");
        }
        catch (Exception exception) when (FileFailure.Explains(exception))
        {
            return FileFailure.Reading(path, exception);
        }
    }
}

/// <summary>Certificates of one file, in its order.</summary>
internal sealed record CertificateList(ImmutableArray<Certificate> Certificates);
