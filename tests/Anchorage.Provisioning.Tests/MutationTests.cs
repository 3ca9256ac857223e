using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Anchorage.Provisioning.Tests;

/// <summary>Templates that were in order and are damaged at random are judged within bounds, without an exception.</summary>
public class MutationTests
{
    /// <summary>What judging a template may allocate: some hundred times the longest.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

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
    public void The_costliest_templates_cost_in_proportion_to_their_length()
    {
        var parameters = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"\"abc{i:d3}\": {{\"Type\": \"String\"}}"));
        (string Start, string Part, string End)[] costly =
        [
            ("{\"Parameters\": {" + parameters + "}, \"Resources\": {\"t\": {\"Type\": \"AWS::IoT::Thing\", \"Properties\": {\"ThingName\": {\"Fn::Sub\": \"", "${abcabc}", "\"}}}}}"),
            ("{", "\"Resourcez\": 0, ", "\"a\": 1}"),
            ("[", "{},", "{}]"),
            ("{\"Parameters\": {\"", "\\u0041", "\": 1}}"),
            ("", "[", ""),
            ("{\"Resources\": {", "\"\": 1,", "\"a\": 1}}"),
        ];
        foreach (var (start, part, end) in costly)
        {
            // What repeats is told by what is read beside it: a step that looks at all of it for each of it costs four times as much at twice the length.
            var most = (ProvisioningTemplate.MaxCharacters - start.Length - end.Length) / part.Length;
            var costs = new[] { most / 4, most / 2, most }.Select(count => Judge(start + string.Concat(Enumerable.Repeat(part, count)) + end)).ToList();

            Assert.InRange(costs[2] - costs[1], long.MinValue, (3 * Math.Max(costs[1] - costs[0], 0)) + (64 * 1024));
        }
    }

    /// <summary>Judges it as each type, and gives the bytes that took, which is what of the work shows alike on every machine.</summary>
    private static long Judge(string text)
    {
        var all = 0L;
        foreach (var type in Enum.GetValues<ProvisioningTemplateType>())
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var (template, faults) = ProvisioningTemplate.Read(text, type);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;

            Assert.InRange(bytes, 0, MostBytes);
            Assert.Equal(template is null, faults.Length > 0);
            Assert.InRange(faults.Length, 0, ProvisioningTemplate.MaxFaults + 1);
            Assert.All(faults, fault => Assert.InRange(fault.Message.Length + fault.Path.Length, 1, 4_000));
            all += bytes;
        }

        return all;
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
