using System.Text;
using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests;

/// <summary>That a transcript fails when the wire is not as it says.</summary>
public class TranscriptHarnessTests(TranscriptServers servers) : IClassFixture<TranscriptServers>
{
    [Theory]
    [InlineData("GET /cacertificates\n404 ResourceNotFoundException", "The status is 200; wanted 404.")]
    [InlineData("GET /nowhere\n404 ResourceNotFoundException", "The error is UnknownOperationException; wanted ResourceNotFoundException.")]
    [InlineData("GET /nowhere\n404 UnknownOperationException NOWHERE", "The error code is not NOWHERE.")]
    [InlineData("GET /cacertificates\n200\ncertificates counts 1", "certificates counts 1")]
    [InlineData("GET /cacertificates\n200\ncertificates absent", "it is []")]
    [InlineData("GET /cacertificates\n200\nnextMarker present", "it is absent")]
    [InlineData("GET /cacertificates\n200\nnextMarker != x", "it is absent")]
    [InlineData("GET /cacertificates\n200\nnextMarker lacks x", "it is absent")]
    [InlineData("GET /cacertificates\n200\nbody == {}", """it is {"certificates":[]}""")]
    [InlineData("GET /cacertificates\n200\nbody ~ ^x", "does not hold")]
    [InlineData("GET /cacertificates\n200\nbody contains x", "does not hold")]
    [InlineData("GET /cacertificates\n200\nheader Date absent", "does not hold")]
    [InlineData("GET /cacertificates\n200\nsave x = nextMarker", "There is no nextMarker to save")]
    [InlineData("GET /{{nobody-said}}\n200", "Nothing is called 'nobody-said'.")]
    [InlineData("GET /nowhere/log-me-please\n404 UnknownOperationException\nlog lacks log-me-please", "the log has what it must not have")]
    [InlineData("GET /nowhere\n404 UnknownOperationException\nlog contains what-nobody-logged", "the log has not")]
    public async Task What_does_not_hold_is_told_with_its_place(string steps, string told)
    {
        var failure = await Assert.ThrowsAsync<TranscriptException>(() => RunAsync($"# A case.\n{steps}\n"));
        Assert.StartsWith("transcripts/inline.txt:2: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /x\n200", "inline.txt:1: a case begins with")]
    [InlineData("# A case.\n", "asks nothing")]
    [InlineData("# A case.\nGET /x\n", "wants a line with its answer's status")]
    [InlineData("# A case.\nGET /x\n404\n", "an error is expected by status and name")]
    [InlineData("# A case.\nGET /x\n200 OkException\n", "an error is expected by status and name")]
    [InlineData("# A case.\nGET /x\n200\nbody is fine\n", "inline.txt:4: not a step and not an expectation")]
    [InlineData("# A case.\nagain\n200\n", "nothing to send again")]
    [InlineData("# A case.\nGET x\n200\n", "not a step")]
    [InlineData("# A case of <x>.\neach x | y\n- 1\nGET /\n200\n", "has 1 cells; wanted 2")]
    [InlineData("# A case of <x>.\neach x | y\nGET /\n200\n", "wants rows below it")]
    [InlineData("# A case.\n3 times\nGET /\n200\n", "wants an 'end' below it")]
    public void A_transcript_that_cannot_be_read_is_told_with_its_place(string text, string told) =>
        Assert.Contains(
            told, Assert.Throws<TranscriptException>(() => TranscriptFile.Read("inline.txt", text).ToList()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("x-amzn-RequestId: 1f0e8f6e-7c0f-4c0e-9a52-0c7a5ec1a111", "x-amzn-RequestId: 17", "x-amzn-RequestId is 17")]
    [InlineData("x-amzn-RequestId: 1f0e8f6e-7c0f-4c0e-9a52-0c7a5ec1a111\n", "", "x-amzn-RequestId is absent")]
    [InlineData("Date: NOW\n", "", "Date is absent")]
    [InlineData("Date: NOW", "Date: Mon, 01 Jan 2024 00:00:00 GMT", "Date is Mon, 01 Jan 2024")]
    [InlineData("Date: NOW", "Date: NOW\nServer: Kestrel", "Server is Kestrel")]
    [InlineData("Content-Length: LENGTH\n", "", "Content-Length is absent")]
    [InlineData("application/json", "text/html", "Content-Type is text/html")]
    [InlineData("x-amzn-ErrorType: InvalidRequestException\n", "", "x-amzn-ErrorType is absent")]
    [InlineData("InvalidRequestException", "InvalidRequestException:http://internal/", "x-amzn-ErrorType is InvalidRequestException:")]
    [InlineData("InvalidRequestException", "LimitExceededException", "LimitExceededException wants LIMIT_EXCEEDED")]
    [InlineData(""","success":false""", "", "success is not false")]
    [InlineData(""","success":false""", ""","success":true""", "success is not false")]
    [InlineData("""{"message":"No.",""", """{"message":"Yes.",""", "not the same text")]
    [InlineData("""{"message":"No.",""", "{", "not the same text")]
    [InlineData("""{"message":"No.",""", "", "The body is no JSON object.")]
    [InlineData("No.", "No\\n.", "control character")]
    [InlineData("No.", "No", "neither as a sentence")]
    [InlineData("No.", "System.Text.Json failed.", "the server's insides: System.Text")]
    [InlineData("No.", "It threw a JsonReaderException.", "the server's insides: JsonReaderException")]
    [InlineData("No.", "   at Edge.HandleAsync() said no.", "control character")]
    [InlineData("No.", "No at Edge.HandleAsync().", "the server's insides")]
    public void An_answer_that_breaks_an_invariant_is_found(string whole, string broken, string told)
    {
        const string Sound = """
            x-amzn-RequestId: 1f0e8f6e-7c0f-4c0e-9a52-0c7a5ec1a111
            Date: NOW
            Content-Length: LENGTH
            Content-Type: application/json
            x-amzn-ErrorType: InvalidRequestException

            {"message":"No.","success":false,"error":{"code":"VALIDATION_ERROR","message":"No."}}
            """;
        Assert.Empty(Invariants.FindBreaches(Answer(Sound), "GET"));
        var breaches = Invariants.FindBreaches(Answer(Sound.Replace(whole, broken, StringComparison.Ordinal)), "GET");
        Assert.Contains(breaches, breach => breach.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_refusal_in_the_transcripts_is_held_to_its_message()
    {
        var silent = TranscriptFile.ReadAll()
            .SelectMany(transcript => transcript.Steps.OfType<Exchange>().Select(exchange => (transcript, exchange)))
            .Where(pair => pair.exchange.Error is not null && pair.exchange.Request.Method != "HEAD"
                && !pair.exchange.Expectations.Any(expectation => expectation is { Subject: "message" or "body", Operator: "contains" or "==" or "~" }))
            .Select(pair => $"{pair.transcript.File}:{pair.exchange.Line}");
        Assert.Empty(silent);
    }

    private async Task RunAsync(string text)
    {
        var transcript = TranscriptFile.Read("inline.txt", text).Single();
        await new TranscriptRun(transcript, await servers.FindAsync(transcript.Server), TestContext.Current.CancellationToken).RunAsync();
    }

    private static WireAnswer Answer(string text)
    {
        var parts = text.ReplaceLineEndings("\n").Split("\n\n", 2);
        var headers = parts[0]
            .Replace("NOW", TimeProvider.System.GetUtcNow().ToString("r", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("LENGTH", $"{Encoding.UTF8.GetByteCount(parts[1])}", StringComparison.Ordinal)
            .Split('\n').Select(line => line.Split(": ", 2)).Select(header => new KeyValuePair<string, string>(header[0], header[1]));
        return new WireAnswer(400, "Bad Request", [.. headers], Encoding.UTF8.GetBytes(parts[1]));
    }
}
