using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Reads the lines of one case into its steps.</summary>
internal sealed partial class TranscriptReading
{
    private readonly string _file;
    private readonly List<SourceLine> _lines;
    private int _at;

    private TranscriptReading(string file, List<SourceLine> lines)
    {
        _file = file;
        _lines = lines;
    }

    private SourceLine? Current => _at < _lines.Count ? _lines[_at] : null;

    public static TranscriptCase Read(string file, string title, List<SourceLine> lines) => new TranscriptReading(file, lines).ReadCase(title);

    private TranscriptCase ReadCase(string title)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        var server = "open";
        while (SkipBlank() is { } line)
        {
            if (On().Match(line.Text) is { Success: true } on)
            {
                server = on.Groups[1].Value;
                _at++;
            }
            else if (LetForm().Match(line.Text) is { Success: true } let)
            {
                steps.Add(new Let(line.Number, let.Groups["name"].Value, let.Groups["certificate"].Value));
                _at++;
            }
            else if (KeepForm().Match(line.Text) is { Success: true } keep)
            {
                steps.Add(new Keep(line.Number, keep.Groups["name"].Value, keep.Groups["text"].Value));
                _at++;
            }
            else if (WaitForm().Match(line.Text) is { Success: true } wait)
            {
                steps.Add(new Wait(line.Number, TimeSpan.FromMilliseconds(int.Parse(wait.Groups[1].Value, CultureInfo.InvariantCulture))));
                _at++;
            }
            else
            {
                steps.Add(ReadExchange(line, steps.OfType<Exchange>().LastOrDefault()?.Request));
            }
        }

        return steps.OfType<Exchange>().Any()
            ? new TranscriptCase(_file, title, server, steps.ToImmutable())
            : throw Fail(_lines.Count > 0 ? _lines[0].Number : 0, $"the case '{title}' asks nothing.");
    }

    private Exchange ReadExchange(SourceLine first, RequestText? previous)
    {
        var request = ReadRequest(first, previous);
        if (SkipBlank() is not { } line || Status().Match(line.Text) is not { Success: true } status)
        {
            throw Fail(first.Number, "the request wants a line with its answer's status, such as '200' or '404 ResourceNotFoundException'.");
        }

        _at++;
        var expectations = ImmutableArray.CreateBuilder<Expectation>();
        while (SkipBlank() is { } next && !IsStep(next.Text))
        {
            var match = ExpectationForm().Match(next.Text);
            expectations.Add(match.Success
                ? new Expectation(next.Number, match.Groups["subject"].Value, match.Groups["operator"].Value, match.Groups["value"].Value)
                : throw Fail(next.Number, $"not a step and not an expectation: {next.Text}"));
            _at++;
        }

        var error = status.Groups["error"] is { Success: true } name ? name.Value : null;
        var code = int.Parse(status.Groups["status"].Value, CultureInfo.InvariantCulture);
        if (code >= 400 != error is not null)
        {
            throw Fail(line.Number, "an error is expected by status and name, a success by its status alone.");
        }

        var envelope = status.Groups["code"] is { Success: true } given ? given.Value : null;
        return new Exchange(first.Number, request, code, error, envelope, expectations.ToImmutable());
    }

    private RequestText ReadRequest(SourceLine first, RequestText? previous)
    {
        _at++;
        if (Again().Match(first.Text) is { Success: true } again)
        {
            return previous is null
                ? throw Fail(first.Number, "there is nothing to send again.")
                : previous with
                {
                    As = again.Groups["as"] is { Success: true } other ? other.Value : previous.As,
                    Region = again.Groups["region"] is { Success: true } elsewhere ? elsewhere.Value : previous.Region,
                    Options = [.. previous.Options, .. ReadOptions()],
                };
        }

        var match = Request().Match(first.Text);
        if (!match.Success)
        {
            throw Fail(first.Number, $"not a step: {first.Text}");
        }

        return new RequestText(
            match.Groups["method"].Value,
            match.Groups["target"].Value,
            match.Groups["version"] is { Success: true } version ? version.Value : "HTTP/1.1",
            match.Groups["as"] is { Success: true } who ? who.Value : "me",
            match.Groups["region"] is { Success: true } region ? region.Value : null)
        {
            Options = ReadOptions(),
            Body = ReadBody(),
        };
    }

    private ImmutableArray<SourceLine> ReadOptions()
    {
        var options = ImmutableArray.CreateBuilder<SourceLine>();
        for (; Current is { } line && Option().IsMatch(line.Text); _at++)
        {
            options.Add(line);
        }

        return options.ToImmutable();
    }

    private string? ReadBody()
    {
        var body = new List<string>();
        for (; Current is { } line && !Status().IsMatch(line.Text); _at++)
        {
            body.Add(line.Text);
        }

        var text = string.Join('\n', body).Trim('\n');
        return text.Length == 0 ? null : text;
    }

    private SourceLine? SkipBlank()
    {
        while (Current is { IsBlank: true })
        {
            _at++;
        }

        return Current;
    }

    private static bool IsStep(string text) =>
        LetForm().IsMatch(text) || KeepForm().IsMatch(text) || WaitForm().IsMatch(text) || On().IsMatch(text)
        || Again().IsMatch(text) || Request().IsMatch(text);

    private TranscriptException Fail(int line, string what) => new(_file, line, what);

    [GeneratedRegex(@"^on ([a-z-]+)$")]
    private static partial Regex On();

    [GeneratedRegex(@"^let (?<name>[a-zA-Z0-9-]+) = (?<certificate>.+)$")]
    private static partial Regex LetForm();

    [GeneratedRegex(@"^keep (?<name>[a-zA-Z0-9-]+) = ?(?<text>.*)$")]
    private static partial Regex KeepForm();

    [GeneratedRegex(@"^wait ([0-9]+) ms$")]
    private static partial Regex WaitForm();

    [GeneratedRegex(@"^again(?: +as (?<as>\S+))?(?: +in (?<region>\S+))?$")]
    private static partial Regex Again();

    [GeneratedRegex(
        @"^(?<method>[A-Za-z]+) (?<target>(?=/|https?://|\{\{)(?:\{\{.*?\}\}|\S)+)(?: (?<version>HTTP/1\.[01]))?"
        + @"(?: +as (?<as>\S+))?(?: +in (?<region>\S+))?$")]
    private static partial Regex Request();

    [GeneratedRegex(@"^(?:with \S+:|without \S+$|sign |presign |after signing \S+:|send the body as it stands$)")]
    private static partial Regex Option();

    [GeneratedRegex(@"^(?<status>[1-5][0-9][0-9])(?: (?<error>[A-Za-z]+))?(?: (?<code>[A-Z_]+))?$")]
    private static partial Regex Status();

    [GeneratedRegex(
        @"^(?:(?<operator>save) (?<value>\S+) = (?<subject>\S+)"
        + @"|(?<subject>header \S+|\S+) (?<operator>==|!=|~|contains|lacks|counts)(?: (?<value>.*))?"
        + @"|(?<subject>header \S+|\S+) (?<operator>absent|present|empty))$")]
    private static partial Regex ExpectationForm();
}
