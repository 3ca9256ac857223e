using System.Collections.Immutable;
using Anchorage.Policy.Reading;

namespace Anchorage.Policy;

/// <summary>A policy document, read and made ready to judge requests. Does not change, and may be used by several threads.</summary>
public sealed class PolicyDocument
{
    /// <summary>Longest text that is read at all, in UTF-16 code units (service model, PolicyDocument).</summary>
    public const int MaxCharacters = 404_600;

    /// <summary>Objects and lists inside one another. A condition's value is the seventh.</summary>
    public const int MaxDepth = 16;

    public const int MaxStatements = 256;

    /// <summary>Strings in one list, and conditions in one statement.</summary>
    public const int MaxItems = 512;

    /// <summary>Most faults that are told of one document.</summary>
    public const int MaxFaults = 20;

    internal PolicyDocument(ImmutableArray<PolicyStatement> statements) => Statements = statements;

    public ImmutableArray<PolicyStatement> Statements { get; }

    /// <summary>Longest document, counted without whitespace (quotas of AWS IoT Core and of IAM).</summary>
    public static int MaxSize(PolicyLanguage language) => language is PolicyLanguage.Iot ? 2048 : 6144;

    /// <summary>Characters of a document without whitespace.</summary>
    public static int SizeOf(string text) => text.Length - text.Count(char.IsWhiteSpace);

    /// <summary>Reads a document; what is wrong is told with its place. Never throws for what the text holds.</summary>
    public static (PolicyDocument? Document, ImmutableArray<PolicyFault> Faults) Read(string text, PolicyLanguage language)
    {
        var faults = new FaultList();
        if (text.Length > MaxCharacters)
        {
            faults.Add(JsonNode.Root, $"The policy document has {text.Length} characters; the most is {MaxCharacters}.");
        }
        else if (SizeOf(text) is var size && size > MaxSize(language))
        {
            faults.Add(JsonNode.Root, $"The policy document has {size} characters without whitespace; the most is {MaxSize(language)}. Use wildcards or variables, or spread it over several policies.");
        }

        if (!faults.IsEmpty || JsonText.Read(text, faults) is not { } root)
        {
            return (null, faults.ToImmutable());
        }

        var statements = new DocumentReader(language, faults).Read(root);
        return faults.IsEmpty ? (new PolicyDocument(statements), []) : (null, faults.ToImmutable());
    }
}
