namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>A line of a transcript, with its number for whoever has to find it.</summary>
internal sealed record SourceLine(int Number, string Text)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text) || Text.StartsWith("//", StringComparison.Ordinal);
}

/// <summary>A transcript that cannot be read, with the place.</summary>
internal sealed class TranscriptException(string file, int line, string what) : Exception($"transcripts/{file}:{line}: {what}");
