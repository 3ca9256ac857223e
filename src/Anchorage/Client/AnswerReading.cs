using System.Text.Json;
using System.Text.Json.Nodes;

namespace Anchorage.Client;

/// <summary>Reads an answer as AWS SDKs do, and says what an error means for whoever called.</summary>
internal static class AnswerReading
{
    // Names that say who called is not known or did not sign right, as opposed to what was asked being refused.
    private static readonly string[] Unauthorized =
        ["UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignatureException", "MissingAuthenticationTokenException",
        "InvalidClientTokenId", "ExpiredTokenException", "RequestExpired", "RequestTimeTooSkewed", "UnauthorizedException"];

    public static async Task<Outcome<JsonObject>> ReadAsync(
        HttpResponseMessage response, ServiceAddress address, string accessKeyId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var body = Parse(text);
        if (response.IsSuccessStatusCode)
        {
            return body is not null ? body : text.Length == 0 ? new JsonObject() : NotAws(response, address);
        }

        var name = NameOf(response, body);
        if (name is null)
        {
            return NotAws(response, address);
        }

        var message = Visible.Text(Text(body, "message") ?? Text(body, "Message") ?? "no message");
        var shown = $"{Visible.Text(name)}: {message}";
        if (message.Contains("scoped to a valid region", StringComparison.OrdinalIgnoreCase) || message.Contains("is not served here", StringComparison.Ordinal))
        {
            return Failure.Unreachable($"{address} does not serve the region {address.Region}. Give the right one with --region. ({shown})");
        }

        if (Unauthorized.Contains(name, StringComparer.Ordinal))
        {
            return Failure.Unreachable(ClockSkew.Find(message, response.Headers.Date, now) is { } there
                ? ClockSkew.Describe(address, there, now)
                : $"{address} does not accept the credentials with access key id {Visible.Text(accessKeyId)}. {shown}");
        }

        return (int)response.StatusCode >= 500 || name is "ThrottlingException"
            ? Failure.Unreachable($"{address} cannot do it now; try again. {shown}")
            : Failure.Refused(shown);
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The error's name without the namespace before <c>#</c> and the link after <c>:</c> that AWS may add.</summary>
    private static string? NameOf(HttpResponseMessage response, JsonObject? body)
    {
        var name = response.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.FirstOrDefault() : null;
        name ??= Text(body, "code") ?? Text(body, "Code") ?? Text(body, "__type");
        return string.IsNullOrWhiteSpace(name) ? null : name.Split(':')[0].Split('#')[^1].Trim();
    }

    private static string? Text(JsonObject? body, string name) => body?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Failure NotAws(HttpResponseMessage response, ServiceAddress address) => Failure.Unreachable(
        $"{address} answered {(int)response.StatusCode} with {Visible.Text(response.Content.Headers.ContentType?.MediaType ?? "no content type")}, which is not how AWS IoT answers. Check --endpoint-url.");
}
