using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>What every answer keeps to, good or bad, whatever was asked.</summary>
internal static partial class Invariants
{
    /// <summary>A sentence for everything that an answer breaks.</summary>
    public static IEnumerable<string> FindBreaches(WireAnswer answer, string method)
    {
        if (!Guid.TryParseExact(answer.Header("x-amzn-RequestId"), "D", out _))
        {
            yield return $"x-amzn-RequestId is {answer.Header("x-amzn-RequestId") ?? "absent"}; wanted a UUID.";
        }

        if (!DateTimeOffset.TryParseExact(answer.Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            || (TimeProvider.System.GetUtcNow() - date).Duration() > TimeSpan.FromMinutes(1))
        {
            yield return $"Date is {answer.Header("Date") ?? "absent"}; wanted now, as RFC 9110 writes it. SDKs correct their clock by it.";
        }

        if (answer.Header("Server") is { } server)
        {
            yield return $"Server is {server}; wanted none: what serves is nobody's business.";
        }

        if (!int.TryParse(answer.Header("Content-Length"), out var length) || (length != answer.Body.Length && method != "HEAD"))
        {
            yield return $"Content-Length is {answer.Header("Content-Length") ?? "absent"}; wanted {answer.Body.Length}.";
        }

        if (answer.Header("Content-Type") != (length == 0 ? null : "application/json"))
        {
            yield return $"Content-Type is {answer.Header("Content-Type") ?? "absent"}; wanted application/json with a body and none without.";
        }

        foreach (var breach in answer.Status < 400 ? OfSuccess(answer) : method == "HEAD" ? [] : OfError(answer))
        {
            yield return breach;
        }
    }

    /// <summary>The code of the documented envelope, by the rule and not by the server's own table.</summary>
    public static string EnvelopeCode(string error) => error switch
    {
        "InvalidRequestException" or "CertificateValidationException" or "RegistrationCodeValidationException"
            or "MalformedPolicyException" => "VALIDATION_ERROR",
        _ => WordStart().Replace(error[..^"Exception".Length], "_").ToUpperInvariant(),
    };

    private static IEnumerable<string> OfSuccess(WireAnswer answer)
    {
        if (answer.Header("x-amzn-ErrorType") is { } type)
        {
            yield return $"A success has x-amzn-ErrorType {type}.";
        }

        if (answer.Body.Length > 0 && answer.Json is not { ValueKind: JsonValueKind.Object })
        {
            yield return "The body is no JSON object.";
        }
    }

    private static IEnumerable<string> OfError(WireAnswer answer)
    {
        if (answer.Header("x-amzn-ErrorType") is not { } type || !ErrorName().IsMatch(type))
        {
            yield return $"x-amzn-ErrorType is {answer.Header("x-amzn-ErrorType") ?? "absent"}; wanted an AWS error's name.";
            yield break;
        }

        if (answer.Json is not { ValueKind: JsonValueKind.Object } json)
        {
            yield return "The body is no JSON object.";
            yield break;
        }

        var message = JsonPath.Text(json, "message");
        if (string.IsNullOrWhiteSpace(message) || JsonPath.Text(json, "error.message") != message)
        {
            yield return "message and error.message are not the same text.";
            yield break;
        }

        if (JsonPath.Text(json, "success") != "false")
        {
            yield return "success is not false.";
        }

        if (JsonPath.Text(json, "error.code") != EnvelopeCode(type))
        {
            yield return $"error.code is {JsonPath.Text(json, "error.code")}; {type} wants {EnvelopeCode(type)}.";
        }

        if (message.Any(char.IsControl) || message.Any(character => character is '\u2028' or '\u2029') || message != message.Trim())
        {
            yield return "The message holds a control character or a line break, or begins or ends with a space.";
        }

        if (!message.EndsWith('.') && !message.EndsWith(')') && !message.EndsWith(".pem", StringComparison.Ordinal) && !Command().IsMatch(message))
        {
            yield return "The message ends neither as a sentence nor with a command to run.";
        }

        if (Internals().Match(message) is { Success: true } leak)
        {
            yield return $"The message tells of the server's insides: {leak.Value}";
        }
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();

    [GeneratedRegex("^[A-Z][A-Za-z]+Exception$")]
    private static partial Regex ErrorName();

    [GeneratedRegex("openssl [a-z0-9]+ .*$|aws iot .*$|anchorage [a-z]+ .*$|tags=.*$")]
    private static partial Regex Command();

    [GeneratedRegex(@"\b(System|Microsoft|Npgsql|SQLite|Anchorage|Interop)\.[A-Z]\w+|\w+Exception\b|\bat \w+\.\w+\(|\.cs:line|StackTrace|BytePositionInLine|\bNullReference")]
    private static partial Regex Internals();
}
