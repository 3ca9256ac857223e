namespace Anchorage.X509;

/// <summary>What kind of public key a certificate is about.</summary>
public enum PublicKeyKind
{
    /// <summary>One that is known at most by name.</summary>
    Other,

    /// <summary>rsaEncryption (RFC 3279 2.3.1).</summary>
    Rsa,

    /// <summary>id-RSASSA-PSS: an RSA key for such signatures only (RFC 4055 3.3).</summary>
    RsaPss,

    /// <summary>id-ecPublicKey (RFC 5480 2.1.1).</summary>
    EllipticCurve,
}
