namespace Anchorage.X509;

/// <summary>How a signature is made, as far as it matters for checking it.</summary>
public enum SignatureScheme
{
    /// <summary>One that is known at most by name; such a signature is never checked.</summary>
    Other,

    /// <summary>RSASSA-PKCS1-v1_5 (RFC 8017 8.2).</summary>
    RsaPkcs1,

    /// <summary>RSASSA-PSS (RFC 8017 8.1).</summary>
    RsaPss,

    /// <summary>ECDSA over a prime curve (RFC 5758 3.2).</summary>
    Ecdsa,
}
