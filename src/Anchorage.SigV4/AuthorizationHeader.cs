namespace Anchorage.SigV4;

/// <summary>Reads <c>AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...</c>.</summary>
internal static class AuthorizationHeader
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const string Wanted =
        "Wanted: Authorization: AWS4-HMAC-SHA256 Credential=<key id>/<yyyyMMdd>/<region>/iot/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=<64 hexadecimal digits>; sign with an AWS SDK or the AWS CLI.";

    public static SignatureFault? Read(scoped in SigningHeaders headers, out SignatureClaim claim)
    {
        claim = new SignatureClaim { SecurityToken = headers.SecurityToken, ContentSha256 = headers.ContentSha256 };
        var header = headers.Authorization.AsSpan();
        var space = header.IndexOf(' ');
        var scheme = space < 0 ? header : header[..space];

        if (scheme is not Algorithm)
        {
            return scheme.StartsWith("AWS4-", StringComparison.Ordinal)
                ? UnsupportedAlgorithm(scheme)
                : MissingParameters(headers, claim, $"The scheme of the Authorization header is {Excerpt.Of(scheme)}.");
        }

        var parameters = space < 0 ? [] : header[space..];
        foreach (var range in parameters.Split(','))
        {
            var parameter = parameters[range].Trim();
            if (!parameter.IsEmpty && Take(parameter, ref claim) is { } fault)
            {
                return fault;
            }
        }

        var isComplete = !claim.Credential.IsEmpty && !claim.SignedHeaders.IsEmpty && !claim.Signature.IsEmpty;
        return !isComplete || (headers.AmzDate ?? headers.Date) is null
            ? MissingParameters(headers, claim, "")
            : ReadTime(headers, ref claim);
    }

    public static SignatureFault UnsupportedAlgorithm(ReadOnlySpan<char> algorithm) => Incomplete(
        $"Unsupported AWS 'algorithm': {Excerpt.Of(algorithm)} (only AWS4-HMAC-SHA256 for now). "
        + (algorithm.StartsWith("AWS4-ECDSA-", StringComparison.Ordinal)
            ? "That is SigV4A, which signs for several regions at once; configure the client to sign with SigV4 (sigv4) for one region."
            : "Configure the client to sign with AWS Signature Version 4."));

    private static SignatureFault? Take(ReadOnlySpan<char> parameter, ref SignatureClaim claim)
    {
        var equals = parameter.IndexOf('=');
        if (equals < 0)
        {
            return Incomplete(
                $"{Excerpt.Of(parameter)} not a valid key=value pair (missing equal-sign) in Authorization header. {Wanted}");
        }

        var name = parameter[..equals];
        var value = parameter[(equals + 1)..];
        switch (name)
        {
            case "Credential" when claim.Credential.IsEmpty:
                claim.Credential = value;
                return null;
            case "SignedHeaders" when claim.SignedHeaders.IsEmpty:
                claim.SignedHeaders = value;
                return null;
            case "Signature" when claim.Signature.IsEmpty:
                claim.Signature = value;
                return null;
            case "Credential" or "SignedHeaders" or "Signature":
                return Incomplete($"The Authorization header has more than one {Excerpt.Of(name)} parameter. {Wanted}");
            default:
                return Incomplete($"The Authorization header has a parameter {Excerpt.Of(name)}, which SigV4 does not know. {Wanted}");
        }
    }

    private static SignatureFault? ReadTime(scoped in SigningHeaders headers, ref SignatureClaim claim)
    {
        var text = headers.AmzDate ?? headers.Date;
        var read = headers.AmzDate is null
            ? SignatureTime.TryReadDateHeader(text, out claim.SignedAt)
            : SignatureTime.TryRead(text, out claim.SignedAt);
        return read
            ? null
            : Incomplete(
                $"Date must be in ISO-8601 'basic format'. Got {Excerpt.Of(text)} "
                + $"in the {(headers.AmzDate is null ? "Date" : "X-Amz-Date")} header; "
                + "wanted the time in UTC like 20261123T145134Z. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    private static SignatureFault MissingParameters(in SigningHeaders headers, in SignatureClaim claim, string found)
    {
        var credential = claim.Credential.IsEmpty ? "Authorization header requires 'Credential' parameter. " : "";
        var signature = claim.Signature.IsEmpty ? "Authorization header requires 'Signature' parameter. " : "";
        var signedHeaders = claim.SignedHeaders.IsEmpty ? "Authorization header requires 'SignedHeaders' parameter. " : "";
        var date = (headers.AmzDate ?? headers.Date) is null
            ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            : "";
        return Incomplete($"{credential}{signature}{signedHeaders}{date}{found}{(found.Length > 0 ? " " : "")}{Wanted}");
    }

    private static SignatureFault Incomplete(string message) => new(SignatureFaultKind.IncompleteSignature, message);
}
