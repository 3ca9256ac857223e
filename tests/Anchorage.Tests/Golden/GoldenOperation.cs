using System.Collections.Immutable;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Golden;

/// <summary>An operation as AWS's service model has it, from <c>Golden/service-model.txt</c>.</summary>
internal sealed record GoldenOperation(string Name, string Method, string Path)
{
    public static readonly ImmutableSortedDictionary<string, GoldenOperation> All = ReadAll();

    public ImmutableArray<GoldenMember> Members { get; init; } = [];

    /// <summary>The members of the answer; those of structures and lists of structures in it with a dot between.</summary>
    public ImmutableArray<string> Answer { get; init; } = [];

    public ImmutableArray<string> Errors { get; init; } = [];

    private static ImmutableSortedDictionary<string, GoldenOperation> ReadAll()
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, GoldenOperation>(StringComparer.Ordinal);
        var current = new GoldenOperation("", "", "");
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Repository.Root, "tests/Anchorage.Tests/Golden/service-model.txt")))
        {
            var words = line.Split(' ');
            current = words switch
            {
                ["#", ..] => current,
                ["", "answer", .. var names] => current with { Answer = [.. names] },
                ["", "errors", .. var names] => current with { Errors = [.. names] },
                ["", var place, .. var members] => current with { Members = [.. current.Members, .. members.Select(member => GoldenMember.Read(place, member))] },
                [var name, var method, var path] => new GoldenOperation(name, method, path),
                _ => throw new InvalidDataException(line),
            };
            if (current.Name.Length > 0)
            {
                all[current.Name] = current;
            }
        }

        return all.ToImmutable();
    }
}

/// <summary>A request member: where it stands (<c>path</c>, <c>query</c>, <c>header</c>, <c>body</c>) and of which kind it is.</summary>
internal sealed record GoldenMember(string Place, string Name, string Kind, bool IsRequired)
{
    public static GoldenMember Read(string place, string text)
    {
        var (name, kind) = text.TrimEnd('!').Split(':') is [var first, var second] ? (first, second) : throw new InvalidDataException(text);
        return new GoldenMember(place, name, kind, text.EndsWith('!'));
    }
}
