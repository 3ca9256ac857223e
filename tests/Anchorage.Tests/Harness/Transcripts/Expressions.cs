using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Anchorage.Tests.Harness.Certificates;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Fills in the <c>{{expressions}}</c> of a transcript, for one caller.</summary>
internal sealed partial class Expressions(Scope scope, TranscriptCaller caller, CancellationToken cancellationToken)
{
    /// <summary>Fills in from the inside out, so that one expression may stand in another.</summary>
    public async Task<string> FillAsync(string text)
    {
        while (Expression().Match(text) is { Success: true } match)
        {
            var value = await EvaluateAsync(match.Groups[1].Value);
            text = text[..match.Index] + value + text[(match.Index + match.Length)..];
        }

        return text;
    }

    /// <summary>Makes a certificate; a proof is made for the caller's registration code.</summary>
    public async Task<MadeCertificate> MakeAsync(string description)
    {
        var recipe = CertificateRecipe.Read(description);
        var code = recipe.WantsRegistrationCode ? await scope.Server.RegistrationCodeAsync(caller, cancellationToken) : string.Empty;
        return recipe.Make(scope.Certificates, code);
    }

    private async Task<string> EvaluateAsync(string expression)
    {
        var (word, rest) = expression.Split(' ', 2) is [var first, var after] ? (first, after) : (expression, string.Empty);
        return word switch
        {
            // Certificates.
            "pem" => Quote(await TextAsync(rest)),
            "text" => await TextAsync(rest),
            "line" => Convert.ToBase64String((await FindAsync(rest)).Der),
            "twice" => Convert.ToBase64String(Encoding.ASCII.GetBytes(await TextAsync(rest))),
            "key" => (await FindAsync(rest)).PrivateKeyPem,
            "id" => (await FindAsync(rest)).Id,
            "arn" => $"arn:aws:iot:{caller.SignedRegion}:{caller.AccountId}:cacert/{(await FindAsync(rest)).Id}",
            "from" => Seconds((await FindAsync(rest)).NotBefore),
            "until" => Seconds((await FindAsync(rest)).NotAfter),

            // Texts.
            "json" => Quote(await EvaluateAsync(rest)),
            "inner" => Quote(await EvaluateAsync(rest))[1..^1],
            "uri" => Uri.EscapeDataString(await EvaluateAsync(rest)),
            "crlf" => (await EvaluateAsync(rest)).Replace("\n", "\r\n", StringComparison.Ordinal),
            "chomp" => (await EvaluateAsync(rest)).TrimEnd('\n'),
            "bare" => string.Concat((await EvaluateAsync(rest)).Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal))),
            "turned" => await EvaluateAsync(rest) is var text ? (text[0] == 'A' ? 'B' : 'A') + text[1..] : string.Empty,
            "escaped" => string.Concat((await EvaluateAsync(rest)).Select(character => $"%{(int)character:X2}")),
            "all-but-last" => (await EvaluateAsync(rest))[..^1],
            "reversed" => string.Concat((await EvaluateAsync(rest)).Reverse()),
            "upper" => (await EvaluateAsync(rest)).ToUpperInvariant(),
            "file" => await File.ReadAllTextAsync(Path.Combine(TranscriptFile.Folder, rest), cancellationToken),
            "repeat" => Repeat(rest),
            "just" => rest,
            "unicode" => string.Concat(rest.Split(' ').Select(code => char.ConvertFromUtf32(Convert.ToInt32(code, 16)))),

            // Tags, many at once: a JSON list, and the form key1=value1&key2=value2.
            "tags" => JsonSerializer.Serialize(Numbers(rest).Select(n => new Dictionary<string, string> { ["Key"] = $"key{n}", ["Value"] = $"value{n}" })),
            "keys" => JsonSerializer.Serialize(Numbers(rest).Select(n => $"key{n}")),
            "tag-text" => string.Join('&', Numbers(rest).Select(n => $"key{n}=value{n}")),

            "padded" => (await EvaluateAsync(rest.Split(' ', 2)[1])).PadRight(int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture)),
            "now" => TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            "today" => TimeProvider.System.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            "account" => rest.Length == 0 ? caller.AccountId : scope.Account(rest),
            _ => scope.Saved.TryGetValue(expression, out var saved) ? saved : throw new InvalidDataException($"Nothing is called '{expression}'."),
        };
    }

    private async Task<string> TextAsync(string certificate) => (await FindAsync(certificate)).Pem;

    private async Task<MadeCertificate> FindAsync(string name) =>
        scope.Certificates.TryGetValue(name, out var made) ? made
        : name.Contains(" of ", StringComparison.Ordinal) ? await MakeAsync(name)
        : throw new InvalidDataException($"No certificate is called '{name}'.");

    private static string Quote(string text) => JsonSerializer.Serialize(text, QuoteOptions);

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Repeat(string arguments) =>
        string.Concat(Enumerable.Repeat(arguments.Split(' ', 2)[1], int.Parse(arguments.Split(' ')[0], CultureInfo.InvariantCulture)));

    private static IEnumerable<int> Numbers(string count) => Enumerable.Range(1, int.Parse(count, CultureInfo.InvariantCulture));

    private static readonly JsonSerializerOptions QuoteOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"\{\{((?:(?!\{\{|\}\}).)*)\}\}", RegexOptions.Singleline)]
    private static partial Regex Expression();
}
