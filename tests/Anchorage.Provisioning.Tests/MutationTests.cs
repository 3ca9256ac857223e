using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Anchorage.Provisioning.Tests;

/// <summary>Templates that were in order and are damaged at random are judged quickly, without an exception.</summary>
public class MutationTests
{
    private static readonly string[] Whole =
    [
        Sample.CompleteJitp, Sample.CompleteFleet,
        Sample.Document("""{"Fn::Sub": ["{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"a\", \"Resource\": \"${v}${P}\"}}", {"v": {"Ref": "P"}}]}"""),
    ];

    private static readonly string[] Scraps =
    [
        "null", "true", "-1e9", "\"\"", "\"Ref\"", "\"${\"", "\"${P}\"", "[]", "{}", "[[[]]]", "{\"Ref\": \"P\"}", "{\"Fn::Sub\": \"${P}\"}",
        "{\"Fn::Join\": [\"\", []]}", "{\"Fn::Split\": [\"\", \"\"]}", "\"{\\\"Statement\\\": []}\"", "\"\\ud800\"", "\"\uFDD0\"", "{\"a\": 1, \"a\": 2}",
    ];

    private static readonly Gen<string> GenScrap = Gen.Int[0, Scraps.Length - 1].Select(i => Scraps[i]);

    private static readonly Gen<string> GenWhole = Gen.Int[0, Whole.Length - 1].Select(i => Whole[i]);

    [Fact]
    public void A_template_with_other_characters_is_judged() =>
        Gen.Select(GenWhole, Gen.Select(Gen.Int[0, 4_000], Gen.Char).Array[1, 6]).Sample(
            (text, changes) =>
            {
                var characters = text.ToCharArray();
                foreach (var (at, with) in changes)
                {
                    characters[at % characters.Length] = with;
                }

                Judge(new string(characters));
            },
            iter: 4_000);

    [Fact]
    public void A_template_with_a_part_cut_out_or_put_in_twice_is_judged() =>
        Gen.Select(GenWhole, Gen.Int[0, 4_000], Gen.Int[0, 80], Gen.Int[0, 2]).Sample(
            (text, at, length, times) =>
            {
                var start = at % text.Length;
                var part = text.Substring(start, Math.Min(length, text.Length - start));
                Judge(text.Remove(start, part.Length).Insert(start, string.Concat(Enumerable.Repeat(part, times))));
            },
            iter: 4_000);

    [Fact]
    public void A_template_with_other_nodes_is_judged() =>
        Gen.Select(GenWhole, Gen.Select(Gen.Int[0, 500], Gen.Int[0, 2], GenScrap).Array[1, 4]).Sample(
            (text, changes) =>
            {
                var changed = text;
                foreach (var (node, kind, scrap) in changes)
                {
                    changed = Change(changed, node, kind, scrap);
                }

                Judge(changed);
            },
            iter: 4_000);

    [Fact]
    public void The_costliest_templates_are_judged_quickly()
    {
        string Filled(string start, string part, string end) =>
            start + string.Concat(Enumerable.Repeat(part, (ProvisioningTemplate.MaxCharacters - start.Length - end.Length) / part.Length)) + end;

        var parameters = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"\"abc{i:d3}\": {{\"Type\": \"String\"}}"));
        string[] costly =
        [
            Filled("{\"Parameters\": {" + parameters + "}, \"Resources\": {\"t\": {\"Type\": \"AWS::IoT::Thing\", \"Properties\": {\"ThingName\": {\"Fn::Sub\": \"", "${abcabc}", "\"}}}}}"),
            Filled("{", "\"Resourcez\": 0, ", "\"a\": 1}"),
            Filled("[", "{},", "{}]"),
            Filled("{\"Parameters\": {\"", "\\u0041", "\": 1}}"),
            Filled("", "[", ""),
            Filled("{\"Resources\": {", "\"\": 1,", "\"a\": 1}}"),
        ];
        Judge(costly[0]);
        var watch = Stopwatch.StartNew();
        foreach (var text in costly)
        {
            Judge(text);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static void Judge(string text)
    {
        foreach (var type in Enum.GetValues<ProvisioningTemplateType>())
        {
            var watch = Stopwatch.StartNew();
            var (template, faults) = ProvisioningTemplate.Read(text, type);

            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            Assert.Equal(template is null, faults.Length > 0);
            Assert.InRange(faults.Length, 0, ProvisioningTemplate.MaxFaults + 1);
            Assert.All(faults, fault => Assert.InRange(fault.Message.Length + fault.Path.Length, 1, 4_000));
        }
    }

    /// <summary>Deletes a node, puts a scrap in its place, or puts it in again beside itself.</summary>
    private static string Change(string text, int number, int kind, string scrap)
    {
        const string Mark = "\"@@@\"";
        if (text.Contains("\\ud800", StringComparison.Ordinal))
        {
            // The tree used here reads no such text.
            return text;
        }

        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return text;
        }

        var nodes = new List<JsonNode>();
        Gather(root, nodes);
        if (nodes.Count == 0)
        {
            return text;
        }

        var node = nodes[number % nodes.Count];
        var written = node.ToJsonString();
        var name = node.Parent is JsonObject ? node.GetPropertyName() : null;
        if (kind == 0)
        {
            _ = node.Parent is JsonObject parent ? parent.Remove(name!) : node.Parent!.AsArray().Remove(node);
            return root!.ToJsonString();
        }

        node.ReplaceWith("@@@");
        var again = name is null ? "" : JsonValue.Create(name).ToJsonString() + ":";
        return root!.ToJsonString().Replace(Mark, kind == 1 ? scrap : $"{written},{again}{written}", StringComparison.Ordinal);
    }

    private static void Gather(JsonNode? node, List<JsonNode> nodes)
    {
        foreach (var child in node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => Enumerable.Empty<JsonNode?>(),
        })
        {
            if (child is not null)
            {
                nodes.Add(child);
                Gather(child, nodes);
            }
        }
    }
}
