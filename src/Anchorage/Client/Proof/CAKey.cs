using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Anchorage.X509;

namespace Anchorage.Client.Proof;

/// <summary>A CA's private key, for one signature. It lives in the cryptographic library and is cleared there when disposed.</summary>
internal sealed class CAKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private CAKey(RSA? rsa, ECDsa? ecdsa)
    {
        _rsa = rsa;
        _ecdsa = ecdsa;
    }

    /// <summary>For people: <c>RSA 2048</c>, <c>EC P-256</c>.</summary>
    public override string ToString() => _rsa is not null ? $"RSA {_rsa.KeySize}" : $"EC P-{_ecdsa!.KeySize}";

    /// <summary>Imports a PrivateKeyInfo, RSAPrivateKey or ECPrivateKey, told apart by how they begin; null for another kind of key.</summary>
    /// <exception cref="CryptographicException">The octets are damaged.</exception>
    /// <exception cref="AsnContentException">The octets are damaged.</exception>
    public static CAKey? Import(ReadOnlyMemory<byte> der)
    {
        var fields = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        var version = fields.ReadInteger();
        var next = fields.PeekTag();
        if (next == Asn1Tag.Integer)
        {
            return OfRsa(der.Span);
        }

        if (next.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) && version.IsOne)
        {
            return OfEc(key => key.ImportECPrivateKey(der.Span, out _));
        }

        return fields.ReadSequence().ReadObjectIdentifier() switch
        {
            // rsaEncryption, and id-RSASSA-PSS, which .NET knows in certificates only: the key inside is the same.
            "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10" => OfRsaInside(fields),
            "1.2.840.10045.2.1" => OfEc(key => key.ImportPkcs8PrivateKey(der.Span, out _)),
            _ => null,
        };
    }

    /// <summary>Whether the certificate is about this key.</summary>
    public bool BelongsTo(Certificate ca)
    {
        if (_rsa is not null)
        {
            return ca.PublicKey.Kind is PublicKeyKind.Rsa or PublicKeyKind.RsaPss && ca.PublicKey.Key.Span.SequenceEqual(_rsa.ExportRSAPublicKey());
        }

        // Rules for CA certificates let only uncompressed points through; the length tells the curve.
        var point = _ecdsa!.ExportParameters(includePrivateParameters: false).Q;
        byte[] octets = [4, .. point.X!, .. point.Y!];
        return ca.PublicKey.Kind is PublicKeyKind.EllipticCurve && ca.PublicKey.Key.Span.SequenceEqual(octets);
    }

    /// <summary>Signs certificates in the CA's name, in the way that its certificate's kind of key asks for.</summary>
    public X509SignatureGenerator SignatureGenerator(PublicKeyKind kind) => _rsa is not null
        ? X509SignatureGenerator.CreateForRSA(_rsa, kind is PublicKeyKind.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa(_ecdsa!);

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
    }

    private static CAKey OfRsaInside(AsnReader fields)
    {
        var inside = fields.ReadOctetString();
        try
        {
            return OfRsa(inside);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(inside);
        }
    }

    private static CAKey OfRsa(ReadOnlySpan<byte> der)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPrivateKey(der, out _);
            return new CAKey(rsa, null);
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw;
        }
    }

    private static CAKey OfEc(Action<ECDsa> import)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            import(ecdsa);
            return new CAKey(null, ecdsa);
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
            throw;
        }
    }
}
