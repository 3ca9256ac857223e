using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests.Harness.Samples;

/// <summary>A request that an operation takes from the owner of what it names, and the steps that make what it names.</summary>
/// <remarks>Written as transcripts in <c>samples/</c>, a file per resource folder; its README says how.</remarks>
internal sealed record Sample(TranscriptCase Estate, TranscriptCase Case)
{
    public static readonly IReadOnlyList<Sample> All =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.txt").Order(StringComparer.Ordinal)
            .SelectMany(file => ReadFile(Path.GetFileName(file), File.ReadAllText(file))),
    ];

    /// <summary>The first word of its title.</summary>
    public string Operation => Case.Title.Split(' ', '.')[0];

    public RequestText Request => Assert.Single(Case.Steps.OfType<Exchange>()).Request;

    private static IEnumerable<Sample> ReadFile(string file, string text)
    {
        var cases = TranscriptFile.Read(file, text).ToList();
        Assert.Equal("Estate.", cases[0].Title);
        return cases.Skip(1).Select(one => new Sample(cases[0], one));
    }
}
