using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>A public key that the platform has imported, to check signatures with. Safe for use by several threads.</summary>
internal sealed class VerificationKey : IDisposable
{
    private readonly RSA? rsa;
    private readonly ECDsa? ecdsa;
    private readonly OpenSslCurveKey? curveKey;

    private VerificationKey(RSA? rsa, ECDsa? ecdsa, OpenSslCurveKey? curveKey)
    {
        this.rsa = rsa;
        this.ecdsa = ecdsa;
        this.curveKey = curveKey;
    }

    /// <summary>Null when the platform refuses the key, for example because its point is not on its curve.</summary>
    /// <param name="key">One that <see cref="PublicKeyJudgement"/> calls usable: the bounds on size hold before this work is done.</param>
    public static VerificationKey? Import(SubjectPublicKey key) =>
        key.EllipticCurve is { } curve && OpenSslCurveKey.IsAvailable ? ImportPoint(curve, key) : ImportThroughPlatform(key);

    /// <summary>By .NET's own way, which for an EC key costs as much as several verifications.</summary>
    internal static VerificationKey? ImportThroughPlatform(SubjectPublicKey key)
    {
        RSA? rsa = null;
        ECDsa? ecdsa = null;
        try
        {
            if (key.Kind == PublicKeyKind.EllipticCurve)
            {
                ecdsa = ECDsa.Create();
                ecdsa.ImportSubjectPublicKeyInfo(key.Der.Span, out _);
            }
            else
            {
                // Not the SubjectPublicKeyInfo: the platform does not know it under id-RSASSA-PSS.
                rsa = RSA.Create();
                rsa.ImportRSAPublicKey(key.Key.Span, out _);
            }

            return new VerificationKey(rsa, ecdsa, null);
        }
        catch (CryptographicException)
        {
            rsa?.Dispose();
            ecdsa?.Dispose();
            return null;
        }
    }

    /// <summary>Null when the platform would not do it, as some do not for SHA-1.</summary>
    public bool? Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureAlgorithm algorithm)
    {
        try
        {
            Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
            hash = hash[..CryptographicOperations.HashData(algorithm.Hash, data, hash)];
            return algorithm.Scheme switch
            {
                SignatureScheme.Ecdsa => curveKey?.Verify(hash, signature) ?? ecdsa?.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence),
                SignatureScheme.RsaPkcs1 => rsa?.VerifyHash(hash, signature, algorithm.Hash, RSASignaturePadding.Pkcs1),
                SignatureScheme.RsaPss when rsa is not null && algorithm.Pss!.SaltLength != hash.Length => VerifyPss(rsa, hash, algorithm, signature),
                SignatureScheme.RsaPss => rsa?.VerifyHash(hash, signature, algorithm.Hash, RSASignaturePadding.Pss),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool VerifyPss(RSA rsa, ReadOnlySpan<byte> hash, SignatureAlgorithm algorithm, ReadOnlySpan<byte> signature)
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return PssVerification.Verify(new RsaPublicKey(key.Modulus, key.Exponent), hash, algorithm.Hash, algorithm.Pss!.SaltLength, signature);
    }

    public void Dispose()
    {
        rsa?.Dispose();
        ecdsa?.Dispose();
        curveKey?.Dispose();
    }

    private static VerificationKey? ImportPoint(EllipticCurveKey curve, SubjectPublicKey key)
    {
#pragma warning disable CA2000 // The verification key owns it.
        var imported = OpenSslCurveKey.Import(curve.FieldBits, key.Key.Span);
#pragma warning restore CA2000
        return imported is null ? null : new VerificationKey(null, null, imported);
    }
}
