using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests;

/// <summary>The wire, as <c>transcripts/</c> describes it: in this process, or of the executable that ANCHORAGE_TEST_EXECUTABLE names.</summary>
[Trait("Against", "executable")]
public class TranscriptTests(TranscriptServers servers) : IClassFixture<TranscriptServers>
{
    private static readonly Dictionary<(string File, string Title), TranscriptCase> AllCases =
        TranscriptFile.ReadAll().ToDictionary(transcript => (transcript.File, transcript.Title));

    public static TheoryData<string, string> Cases { get; } =
        [.. AllCases.Keys.Select(key => new TheoryDataRow<string, string>(key.File, key.Title) { TestDisplayName = $"{key.File}: {key.Title}" })];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_wire_is_as_the_transcript_says(string file, string title)
    {
        var transcript = AllCases[(file, title)];
        await new TranscriptRun(transcript, await servers.FindAsync(transcript.Server), TestContext.Current.CancellationToken).RunAsync();
    }

    public static TheoryData<string> OperationNames { get; } = [.. Operations.All.Concat(Operations.Own).Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Every_operation_has_a_transcript(string operation) =>
        Assert.Contains(AllCases.Keys, key => key.File.Split('.')[0] == operation);

    [Theory]
    [MemberData(nameof(OperationNames))]
    public async Task Nobody_calls_an_operation_without_a_key_of_this_installation(string operation)
    {
        var target = Operations.All.Concat(Operations.Own).Single(one => one.Name == operation);
        var text = $"""
            # {operation} is refused without a key of this installation.
            on signed
            {target.Method} {target.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)}   as nobody
            403 MissingAuthenticationTokenException MISSING_AUTHENTICATION_TOKEN
            message contains Missing Authentication Token
            again as stranger
            403 UnrecognizedClientException UNRECOGNIZED_CLIENT
            message contains The security token included in the request is invalid.
            again as root
            sign with secret not-the-secret-at-all
            403 InvalidSignatureException INVALID_SIGNATURE
            message contains The request signature we calculated does not match the signature you provided.
            """;
        var transcript = TranscriptFile.Read(operation, text).Single();
        await new TranscriptRun(transcript, await servers.FindAsync(transcript.Server), TestContext.Current.CancellationToken).RunAsync();
    }
}
