using System.Collections.Immutable;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>One case of a transcript: a sentence, and the steps that show it.</summary>
/// <param name="File">The file it stands in.</param>
/// <param name="Title">A sentence about behaviour.</param>
/// <param name="Server">Which of <see cref="TranscriptServers"/> it runs on.</param>
internal sealed record TranscriptCase(string File, string Title, string Server, ImmutableArray<Step> Steps);

internal abstract record Step(int Line);

/// <summary><c>let ca = ca CN=Acme Root, key P-256</c>: a certificate is made.</summary>
internal sealed record Let(int Line, string Name, string Certificate) : Step(Line);

/// <summary><c>keep template = {"Resources": {}}</c>: a text gets a name.</summary>
internal sealed record Keep(int Line, string Name, string Text) : Step(Line);

/// <summary><c>wait 2 ms</c>.</summary>
internal sealed record Wait(int Line, TimeSpan Time) : Step(Line);

/// <summary>A request, and what is expected of its answer.</summary>
internal sealed record Exchange(
    int Line, RequestText Request, int Status, string? Error, string? Code, ImmutableArray<Expectation> Expectations) : Step(Line);

/// <summary>A request as it is written in the transcript, before its <c>{{expressions}}</c> are filled in.</summary>
internal sealed record RequestText(string Method, string Target, string Version, string As, string? Region)
{
    /// <summary>Option lines, such as <c>with Accept: text/html</c> and <c>sign at +10 minutes</c>.</summary>
    public ImmutableArray<SourceLine> Options { get; init; } = [];

    public string? Body { get; init; }
}

/// <summary>A line about an answer, such as <c>certificateId == {{id ca}}</c>.</summary>
internal sealed record Expectation(int Line, string Subject, string Operator, string Value);
