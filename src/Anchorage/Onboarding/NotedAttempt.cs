using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Onboarding;

/// <summary>An attempt as the device's connection leaves it behind, to be made ready and stored later.</summary>
/// <param name="AccountId">Whose it is; empty when the handshake named no account that there is.</param>
/// <param name="Der">The device's certificate; null when it sent none.</param>
/// <param name="CertificateId">Its id, when it is not kept itself.</param>
/// <param name="CAs">The ids of the CA that was found, or of those that were tried.</param>
internal sealed record NotedAttempt(
    DateTimeOffset At,
    string AccountId,
    string Region,
    string? ServerName,
    IPAddress Source,
    byte[]? Der,
    ImmutableArray<string> CAs,
    string Outcome,
    string Reason,
    string? CertificateId = null)
{
    /// <summary>Most bytes of a certificate that waits to be stored. Of a longer one the id is recorded, and not its names.</summary>
    private const int MostDer = 8 * 1024;

    private const string CommonNameType = "2.5.4.3";

    /// <summary>The same without a certificate that is too long to wait.</summary>
    public NotedAttempt Bounded() => Der?.Length > MostDer ? this with { Der = null, CertificateId = IdOf(Der) } : this;

    /// <summary>Reads the certificate and makes every text fit to be stored and shown.</summary>
    public OnboardingAttempt Ready()
    {
        using var certificate = Der is null ? null : Certificate.Read(Der, "device certificate").Value;
        return new OnboardingAttempt(
            0,
            DateTimeOffset.FromUnixTimeMilliseconds(At.ToUnixTimeMilliseconds()),
            Printable.Bounded(ServerName ?? string.Empty, OnboardingAttempt.MostName),
            (Source.IsIPv4MappedToIPv6 ? Source.MapToIPv4() : Source).ToString(),
            Der is null ? CertificateId ?? string.Empty : IdOf(Der),
            Name(certificate?.Subject.ValuesOf(CommonNameType).FirstOrDefault()),
            Name(certificate?.Subject.ToString()),
            Name(certificate?.Issuer.ToString()),
            string.Join(' ', CAs.Distinct().Take(OnboardingAttempt.MostCAs)),
            Outcome,
            Printable.Bounded(Reason, OnboardingAttempt.MostReason));
    }

    private static string IdOf(byte[] der) => Convert.ToHexStringLower(SHA256.HashData(der));

    private static string Name(string? text) => Printable.Bounded(text ?? string.Empty, OnboardingAttempt.MostName);
}
