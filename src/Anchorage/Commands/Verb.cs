using System.Collections.Immutable;
using System.CommandLine;

namespace Anchorage.Commands;

/// <summary>A command that explains itself: what it does, one example, and what its exit codes mean.</summary>
/// <param name="summary">One line, for the list of verbs.</param>
/// <param name="details">Paragraphs, below the summary on the verb's own page.</param>
/// <param name="example">A command line that does something useful.</param>
/// <param name="endings">The exit codes beside <see cref="ExitCode.Usage"/>.</param>
internal sealed class Verb(string name, string summary, string details, string example, params ImmutableArray<(int Code, string Meaning)> endings)
    : Command(name, summary)
{
    public string Details => details;

    public string Example => example;

    public ImmutableArray<(int Code, string Meaning)> Endings => endings;
}
