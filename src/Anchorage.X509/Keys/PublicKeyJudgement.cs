namespace Anchorage.X509;

/// <summary>Which keys signatures are checked with. Each answer is the end of a sentence about the key, or null.</summary>
internal static class PublicKeyJudgement
{
    public const int MinModulusBits = 2048;
    public const int MaxModulusBits = 8192;
    private const int MaxExponentBits = 64;
    private const int MinExponentBits = 17;

    public static bool IsUsable(SubjectPublicKey key) =>
        FindWrongKind(key) is null && FindWrongSize(key) is null && FindWrongExponent(key) is null;

    public static string? FindWrongKind(SubjectPublicKey key) => key switch
    {
        { Kind: PublicKeyKind.Other } => $"is of the kind {key.Algorithm}; RSA or EC on P-256, P-384 or P-521 is wanted",
        { EllipticCurve.Objection: { } objection } => objection,
        { PssRestriction.KeyObjection: { } objection } => $"is for RSASSA-PSS only and its restriction {objection}",
        _ => null,
    };

    public static string? FindWrongSize(SubjectPublicKey key) => key.Rsa is { ModulusBits: < MinModulusBits or > MaxModulusBits } rsa
        ? $"has an RSA modulus of {rsa.ModulusBits} bits; {MinModulusBits} to {MaxModulusBits} are wanted"
        : null;

    /// <summary>
    /// Odd exponents from 65537 to 2^64, and odd moduli: OpenSSL takes no longer exponent, and small ones have been attacked.
    /// </summary>
    public static string? FindWrongExponent(SubjectPublicKey key)
    {
        if (key.Rsa is not { } rsa)
        {
            return null;
        }

        var exponent = rsa.Exponent.Span;
        return (rsa.Modulus.Span[^1] & 1) == 0 ? "has an even RSA modulus, which is no product of two primes"
            : rsa.ExponentBits > MaxExponentBits ? "has an RSA exponent above 2^64; an odd one from 65537 to 2^64 is wanted"
            : (exponent[^1] & 1) == 0 ? "has an even RSA exponent; an odd one from 65537 to 2^64 is wanted"
            : rsa.ExponentBits < MinExponentBits ? "has an RSA exponent below 65537; an odd one from 65537 to 2^64 is wanted"
            : null;
    }

    /// <summary>Only of a key that is usable otherwise: the bounds on its size hold, and its first fault was not told already.</summary>
    public static string? FindSmallFactor(SubjectPublicKey key) =>
        IsUsable(key) && key.Rsa is { } rsa && RsaWeakness.FindSmallFactor(rsa.Modulus.Span) is { } factor
            ? $"has an RSA modulus that {factor} divides, so that its private key can be computed; a product of two large primes is wanted"
            : null;

    /// <summary>Only of a key that is usable otherwise.</summary>
    public static string? FindCloseFactors(SubjectPublicKey key) =>
        IsUsable(key) && key.Rsa is { } rsa && RsaWeakness.HasCloseFactors(rsa.Modulus.Span)
            ? "has an RSA modulus whose factors lie so close together that they are found at once; two primes drawn independently are wanted"
            : null;
}
