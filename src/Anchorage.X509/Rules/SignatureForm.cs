namespace Anchorage.X509;

/// <summary>Whether a signature has the form of its algorithm, which is all that can be said without the signer's key.</summary>
internal static class SignatureForm
{
    private const int MinRsaOctets = PublicKeyJudgement.MinModulusBits / 8;
    private const int MaxRsaOctets = PublicKeyJudgement.MaxModulusBits / 8;
    private const int MaxEcdsaOctets = 66;

    /// <summary>The end of a sentence about the signature; null when its form is right, or of an algorithm that is not taken.</summary>
    public static string? FindDefect(Certificate certificate) => certificate.SignatureAlgorithm.Scheme switch
    {
        SignatureScheme.RsaPkcs1 or SignatureScheme.RsaPss => certificate.Signature.Length is < MinRsaOctets or > MaxRsaOctets
            ? $"has {certificate.Signature.Length} octets; an RSA signature of {MinRsaOctets} to {MaxRsaOctets} octets is wanted, by "
                + $"a key of {PublicKeyJudgement.MinModulusBits} to {PublicKeyJudgement.MaxModulusBits} bits"
            : null,
        SignatureScheme.Ecdsa => IsEcdsaSignature(certificate.Signature)
            ? null
            : "is not an ECDSA signature in DER, a SEQUENCE of two positive INTEGERs",
        _ => null,
    };

    private static bool IsEcdsaSignature(ReadOnlyMemory<byte> signature)
    {
        var document = new DerDocument(signature, "signature");
        var outer = new DerReader(document);
        var fields = outer.ReadSequence("signature");
        outer.End("signature");
        var r = fields.ReadPositiveInteger("r");
        var s = fields.ReadPositiveInteger("s");
        fields.End("signature");
        return !document.Failed && r.Length <= MaxEcdsaOctets && s.Length <= MaxEcdsaOctets;
    }
}
