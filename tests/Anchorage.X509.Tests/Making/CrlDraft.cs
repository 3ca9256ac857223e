namespace Anchorage.X509.Tests;

/// <summary>A CRL to be made, every field of which can be set to DER of any kind.</summary>
internal sealed record CrlDraft
{
    public byte[] Version { get; init; } = Der.Integer(1);

    public byte[]? OuterAlgorithm { get; init; }

    public byte[] Issuer { get; init; } = Der.Name("Test CA");

    public byte[] ThisUpdate { get; init; } = Der.UtcTime("260501000000Z");

    public byte[] NextUpdate { get; init; } = Der.UtcTime("260701000000Z");

    /// <summary>Null for no list at all.</summary>
    public byte[][]? Entries { get; init; }

    public byte[][]? Extensions { get; init; } = [Der.Extension("2.5.29.20", false, Der.Integer(1))];

    public byte[] Sign(Signer signer)
    {
        var signed = Der.Sequence(
            Version,
            signer.Algorithm,
            Issuer,
            ThisUpdate,
            NextUpdate,
            Entries is null ? [] : Der.Sequence(Entries),
            Extensions is null ? [] : Der.Explicit(0, Der.Sequence(Extensions)));
        return Der.Sequence(signed, OuterAlgorithm ?? signer.Algorithm, Der.BitString(signer.Sign(signed)));
    }
}
