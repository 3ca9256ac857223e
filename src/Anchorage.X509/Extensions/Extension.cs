namespace Anchorage.X509;

/// <summary>An extension (RFC 5280 4.2).</summary>
/// <param name="IsCritical">Whoever does not know the extension must refuse the certificate.</param>
/// <param name="Value">The DER inside the OCTET STRING. Of an extension that RFC 5280 does not define it is unchecked.</param>
public sealed record Extension(ObjectIdentifier Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
