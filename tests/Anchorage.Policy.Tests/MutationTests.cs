using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;

namespace Anchorage.Policy.Tests;

/// <summary>Documents that were in order and are damaged are told with a JSON path, and never throw.</summary>
public partial class MutationTests
{
    private static readonly string[] Scraps =
    [
        "null", "true", "-1e9", "1e999", "\"\"", "\"*\"", "\"${\"", "\"${a}\"", "\"${a:b}\"", "[]", "{}", "[[[]]]", "\"\\ud800\"", "{\"a\": 1, \"a\": 2}",
        "{\"StringEquals\": {\"a:b\": []}}", "[\"arn:${iot:ClientId}\"]", "\"2012-10-17\"", "\"\u0000\"", "\"ForAllValues:\"",
    ];

    [Fact]
    public void Every_place_may_hold_anything()
    {
        var places = Nodes(JsonNode.Parse(Sample.Complete)!).Count;
        Assert.InRange(places, 30, 200);
        var refused = 0;
        for (var place = 0; place < places; place++)
        {
            foreach (var scrap in Scraps)
            {
                refused += Judge(Changed(place, scrap)) ? 0 : 1;
            }

            refused += Judge(Changed(place, null)) ? 0 : 1;
        }

        Assert.InRange(refused, places * Scraps.Length / 2, places * (Scraps.Length + 1));
    }

    [Fact]
    public void No_beginning_of_a_document_is_one() => Assert.All(Enumerable.Range(0, Sample.Complete.Length), length => Assert.False(Judge(Sample.Complete[..length])));

    [Fact]
    public void A_document_with_other_characters_is_judged() =>
        Gen.Select(Gen.Int[0, 2_000], Gen.Char).Array[1, 6].Sample(
            changes =>
            {
                var characters = Sample.Complete.ToCharArray();
                foreach (var (at, with) in changes)
                {
                    characters[at % characters.Length] = with;
                }

                Judge(new string(characters));
            },
            iter: 20_000);

    [Fact]
    public void Any_text_is_judged() => Gen.String[Gen.OneOf(Gen.Char, Gen.Char["{}[]\":,*?$\\"]), 0, 60].Sample(
        text =>
        {
            Judge(text);
        },
        iter: 20_000);

    /// <summary>Reads it in both languages, and judges by what can be read; whether it was in order.</summary>
    private static bool Judge(string text)
    {
        var isRead = false;
        foreach (var language in Enum.GetValues<PolicyLanguage>())
        {
            var (document, faults) = PolicyDocument.Read(text, language);

            Assert.Equal(document is null, faults.Length > 0);
            Assert.InRange(faults.Length, 0, PolicyDocument.MaxFaults);
            Assert.All(faults, fault => Assert.Matches(PathForm(), fault.Path));
            Assert.All(faults, fault => Assert.True(fault.Message.Length is > 0 and < 2_000 && !fault.Message.Any(char.IsControl), fault.Message));
            if (document is not null)
            {
                isRead = true;
                Sample.Judge(document, "arn:aws:iot:us-east-1:123456789012:topic/a/b", new PolicyContext().Set(ContextNames.ClientId, "a"));
            }
        }

        return isRead;
    }

    private static string Changed(int place, string? scrap)
    {
        var root = JsonNode.Parse(Sample.Complete)!;
        var node = Nodes(root)[place];
        if (scrap is null)
        {
            _ = node.Parent is JsonObject parent ? parent.Remove(node.GetPropertyName()) : node.Parent!.AsArray().Remove(node);
            return root.ToJsonString();
        }

        node.ReplaceWith("@@@");
        return root.ToJsonString().Replace("\"@@@\"", scrap, StringComparison.Ordinal);
    }

    private static List<JsonNode> Nodes(JsonNode node)
    {
        var children = (node switch
        {
            JsonObject members => members.Select(member => member.Value!),
            JsonArray items => items.Select(item => item!),
            _ => [],
        }).ToList();
        return [.. children, .. children.SelectMany(Nodes)];
    }

    [GeneratedRegex(@"^\$(\.[A-Za-z0-9_]+|\[\d+\]|\['.*'\])*$")]
    private static partial Regex PathForm();
}
