namespace Anchorage.SigV4;

/// <summary>The parts of a signature as a header or a query carries them, not yet judged.</summary>
internal ref struct SignatureClaim
{
    public bool IsPresigned;
    public ReadOnlySpan<char> Credential;
    public ReadOnlySpan<char> SignedHeaders;
    public ReadOnlySpan<char> Signature;
    public DateTimeOffset SignedAt;
    public string? Expires;
    public string? SecurityToken;
    public string? ContentSha256;
}
