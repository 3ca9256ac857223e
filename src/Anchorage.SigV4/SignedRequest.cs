namespace Anchorage.SigV4;

/// <summary>A request as it stood on the wire, with nothing decoded, merged or reordered.</summary>
/// <param name="Method">The method, such as <c>GET</c>.</param>
/// <param name="RawPath">The path of the request target, still percent-encoded, without the query: <c>/things/a%2Fb</c>.</param>
/// <param name="RawQuery">The query of the request target, still percent-encoded, without <c>?</c>; empty when there is none.</param>
/// <param name="Headers">
/// Header names and values in wire order; a repeated header is repeated here. A value's characters are hashed as UTF-8. botocore and the
/// JavaScript SDK sign UTF-8 but send characters up to U+00FF as ISO-8859-1: a server that means to accept them reads headers as Latin-1.
/// </param>
public sealed record SignedRequest(
    string Method, string RawPath, string RawQuery, IReadOnlyList<KeyValuePair<string, string>> Headers);
