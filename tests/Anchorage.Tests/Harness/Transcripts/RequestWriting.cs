using System.Text;
using System.Text.RegularExpressions;
using Anchorage.SigV4;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Makes the request that a transcript describes.</summary>
internal static partial class RequestWriting
{
    public static async Task<WireRequest> WriteAsync(RequestText text, Scope scope, TranscriptCaller caller, Expressions expressions)
    {
        var options = new List<string>();
        foreach (var option in text.Options)
        {
            options.Add(await expressions.FillAsync(option.Text));
        }

        var body = Bytes(text.Body is null ? string.Empty : await expressions.FillAsync(text.Body));
        var headers = new List<KeyValuePair<string, string>> { new("Host", new Uri(scope.Server.Endpoint).Authority) };
        if (body.Length > 0)
        {
            headers.Add(new("Content-Type", "application/json"));
        }

        foreach (var option in options)
        {
            if (Header("with ", option) is { } added)
            {
                // In place of those that are there unasked; others may be given more than once.
                headers.RemoveAll(header => header.Key is "Host" or "Content-Type" && IsNamed(header, added.Key));
                headers.Add(added);
            }
            else if (option.StartsWith("without ", StringComparison.Ordinal))
            {
                headers.RemoveAll(header => header.Key == option["without ".Length..]);
            }
        }

        var request = new WireRequest(text.Method, await expressions.FillAsync(text.Target), text.Version, headers, body);
        var credentials = scope.Server.Keys is { } keys ? await keys.OfAsync(caller.AccountId) : null;
        request = Named(request, scope, caller, options, credentials);
        foreach (var late in options.Select(option => Header("after signing ", option)).OfType<KeyValuePair<string, string>>())
        {
            request = request with { Headers = [.. request.Headers.Where(header => !IsNamed(header, late.Key)), late] };
        }

        return options.Contains("send the body as it stands") ? request : Framed(request);
    }

    private static WireRequest Named(WireRequest request, Scope scope, TranscriptCaller caller, List<string> options, Credentials? credentials) =>
        caller.Name == TranscriptCaller.Nobody || Has(request, "Authorization") ? request
        : scope.Server.IsSigned ? RequestSigning.Sign(request, caller, options.Where(option => option.Split(' ')[0] is "sign" or "presign"), credentials)
        : RequestSigning.Claim(request, caller);

    /// <summary>Says how long the body is, unless the transcript does so itself, truly or not.</summary>
    private static WireRequest Framed(WireRequest request) =>
        Has(request, "Transfer-Encoding") ? request with { Body = WireRequest.Chunked(request.Body) }
        : request.Body.Length == 0 || Has(request, "Content-Length") ? request
        : request with { Headers = [.. request.Headers, new("Content-Length", $"{request.Body.Length}")] };

    private static bool Has(WireRequest request, string name) => request.Headers.Any(header => IsNamed(header, name));

    private static bool IsNamed(KeyValuePair<string, string> header, string name) =>
        header.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static KeyValuePair<string, string>? Header(string prefix, string option) =>
        option.StartsWith(prefix, StringComparison.Ordinal) && HeaderForm().Match(option[prefix.Length..]) is { Success: true } header
            ? new(header.Groups["name"].Value, header.Groups["value"].Value)
            : null;

    /// <summary><c>hex: 7b ff 7d</c> is those octets; anything else is text in UTF-8.</summary>
    private static byte[] Bytes(string body) => body.StartsWith("hex:", StringComparison.Ordinal)
        ? Convert.FromHexString(body["hex:".Length..].Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal))
        : Encoding.UTF8.GetBytes(body);

    [GeneratedRegex("^(?<name>[^: ]+): ?(?<value>.*)$")]
    private static partial Regex HeaderForm();
}
