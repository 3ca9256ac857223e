using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Anchorage.Wire;

namespace Anchorage.Tags;

/// <summary>What tags must be (service model, TagKey and TagValue; developer guide, "Tagging your AWS IoT resources").</summary>
internal static class TagRules
{
    public const int MostTags = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    /// <summary>Adds a sentence for everything that is wrong with these tags as a whole and one by one.</summary>
    public static void Judge(ImmutableArray<Tag> tags, Faults faults)
    {
        if (tags.Length > MostTags)
        {
            faults.Add($"There are {tags.Length} tags; the most on one resource is {MostTags}.");
        }

        JudgeEach(tags, faults);
    }

    /// <summary>The same but for their number, which TagResource judges beside the tags that are there.</summary>
    public static void JudgeEach(ImmutableArray<Tag> tags, Faults faults)
    {
        foreach (var twice in tags.GroupBy(tag => tag.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            faults.Add($"The tag key {Printable.Quoted(twice.Key)} is given {twice.Count()} times; each key stands once.");
        }

        foreach (var tag in tags)
        {
            Judge(tag, faults);
        }
    }

    private static void Judge(Tag tag, Faults faults)
    {
        JudgeKey(tag.Key, faults);
        var length = tag.Value.EnumerateRunes().Count();
        if (length > LongestValue)
        {
            faults.Add($"The value of the tag {Printable.Quoted(tag.Key)} has {length} characters; wanted at most {LongestValue}.");
        }

        if (tag.Value.Any(char.IsControl))
        {
            faults.Add($"The value of the tag {Printable.Quoted(tag.Key)} holds a control character: {Printable.Quoted(tag.Value)}.");
        }
    }

    /// <summary>Adds a sentence for everything that is wrong with a key.</summary>
    public static void JudgeKey(string key, Faults faults)
    {
        var length = key.EnumerateRunes().Count();
        if (length is 0 or > LongestKey)
        {
            faults.Add($"The tag key {Printable.Quoted(key)} has {length} characters; wanted 1 to {LongestKey}.");
        }

        if (key.EnumerateRunes().FirstOrDefault(rune => !MayBeInKey(rune)) is { Value: not 0 } odd)
        {
            faults.Add($"The tag key {Printable.Quoted(key)} holds {Printable.Quoted(odd.ToString())}; wanted letters, digits, spaces and _.:/=+-@.");
        }
        else if (key.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add($"The tag key {Printable.Quoted(key)} holds a NUL character; wanted letters, digits, spaces and _.:/=+-@.");
        }

        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"The tag key {Printable.Quoted(key)} begins with aws:, which is reserved; choose another.");
        }
    }

    /// <summary><c>[\p{L}\p{Z}\p{N}_.:/=+\-@]</c>, by Unicode scalar and not by half of a pair.</summary>
    private static bool MayBeInKey(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        || (rune.IsAscii && "_.:/=+-@".Contains((char)rune.Value, StringComparison.Ordinal));
}
