using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>What an <c>attributePayload</c> asks for.</summary>
/// <param name="Given">By name; an empty value takes the attribute away.</param>
/// <param name="Merge">Whether what is stored and not named stays; only UpdateThing may ask for it.</param>
internal sealed partial record ThingAttributes(ImmutableSortedDictionary<string, string> Given, bool Merge)
{
    /// <summary>The most attributes of a thing that has no thing type.</summary>
    public const int Most = 3;

    public static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Reads the member in its shape; null when it is absent.</summary>
    public static ThingAttributes? Read(RequestBody body, Faults faults)
    {
        if (body.Structure("attributePayload") is not { } payload)
        {
            return null;
        }

        var given = None.ToBuilder();
        if (payload.Member("attributes") is { ValueKind: JsonValueKind.Object } attributes)
        {
            foreach (var attribute in attributes.EnumerateObject())
            {
                if (Value(attribute, faults) is { } value)
                {
                    given[attribute.Name] = value;
                }
            }
        }
        else if (payload.Member("attributes") is { } other)
        {
            faults.Add($$"""attributePayload.attributes is {{RequestBody.Kind(other)}}; wanted an object such as {"name": "value"}.""");
        }

        return new ThingAttributes(given.ToImmutable(), payload.Flag("merge") ?? false);
    }

    /// <summary>What a thing with these attributes has after it: an empty value is no attribute.</summary>
    public ImmutableSortedDictionary<string, string> Over(ImmutableSortedDictionary<string, string> stored)
    {
        var result = (Merge ? stored : None).ToBuilder();
        foreach (var (name, value) in Given)
        {
            if (value.Length == 0)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = value;
            }
        }

        return result.ToImmutable();
    }

    /// <summary>The error for more attributes than a thing may have; null when they are not.</summary>
    public static WireError? TooMany(ImmutableSortedDictionary<string, string> attributes) => attributes.Count <= Most
        ? null
        : WireError.InvalidRequest($"The thing would have {attributes.Count} attributes; without a thing type it has at most {Most}. Leave some out, or keep them elsewhere.");

    private static string? Value(JsonProperty attribute, Faults faults)
    {
        if (!NameForm().IsMatch(attribute.Name))
        {
            faults.Add($"The attribute name {Printable.Quoted(attribute.Name)} is not one; wanted 1 to 128 of [a-zA-Z0-9_.,@/:#-].");
            return null;
        }

        var value = attribute.Value.ValueKind is JsonValueKind.String ? RequestBody.TextOf(attribute.Value) : null;
        if (value is not null && ValueForm().IsMatch(value))
        {
            return value;
        }

        var found = attribute.Value.ValueKind is JsonValueKind.String ? Printable.Quoted(value ?? "half of a surrogate pair") : RequestBody.Kind(attribute.Value);
        faults.Add($"The attribute {attribute.Name} is {found}; wanted a string of at most 800 of [a-zA-Z0-9_.,@/:#=[]-].");
        return null;
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_.,@/:#-]{1,128}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex NameForm();

    [GeneratedRegex(@"\A[a-zA-Z0-9_.,@/:#=\[\]-]{0,800}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex ValueForm();
}
