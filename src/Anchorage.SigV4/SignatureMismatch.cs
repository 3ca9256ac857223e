namespace Anchorage.SigV4;

/// <summary>What is said of a signature that is not ours: what it was made over, and what commonly goes wrong.</summary>
internal static class SignatureMismatch
{
    public const string Text =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    public static SignatureFault Fault(SignedRequest request, RequestSignature signature, string signedHeaders) => new(
        SignatureFaultKind.InvalidSignature,
        $"{Text} The request was signed with access key {Excerpt.Of(signature.AccessKeyId)} for {signature.Region}/{signature.Service} "
        + $"over the headers {Excerpt.Of(signedHeaders)}. Check that the secret belongs to that key, and that nothing between the client "
        + "and here changes the method, the path, the query, the body or one of those headers (a proxy's Host header is the usual one)."
        + PlusAdvice(request)
        + CurlAdvice(request));

    // Signing %20 and sending a plus is what Python's urlencode does to a hand-written client; read as a plus it is another value.
    private static string PlusAdvice(SignedRequest request) => request.RawQuery.Contains('+')
        ? " The query has a '+', which means a plus here: send %20 for a space, and sign that."
        : "";

    private static string CurlAdvice(SignedRequest request) => request.Headers.Any(static header =>
        header.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)
        && header.Value.StartsWith("curl/", StringComparison.OrdinalIgnoreCase))
        ? " Older versions of curl sign query parameters in the order given and a '%' in the path unescaped: put the parameters in ASCII "
            + "order, and use a newer curl for a path with a '%'."
        : "";
}
