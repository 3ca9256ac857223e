using System.Collections.Immutable;

namespace Anchorage.Provisioning;

/// <summary>A policy document whose strings may hold template values; everything else about it is fixed.</summary>
/// <remarks>Values come from devices. As they can only stand inside parsed strings, no value can add a statement or a member.</remarks>
/// <param name="Root">The document as a tree; always a <see cref="PolicyMap"/>.</param>
/// <param name="Text">The document as its author wrote it, when it holds no function; else null, and the tree is to be written.</param>
public sealed record PolicyDocument(PolicyElement Root, string? Text);

/// <summary>A node of a policy document.</summary>
public abstract record PolicyElement
{
    private protected PolicyElement()
    {
    }
}

/// <summary>A JSON object; its names are fixed, unique and in document order.</summary>
public sealed record PolicyMap(ImmutableArray<KeyValuePair<string, PolicyElement>> Members) : PolicyElement;

/// <summary>A JSON array that is written out.</summary>
public sealed record PolicyList(ImmutableArray<PolicyElement> Items) : PolicyElement;

/// <summary>A JSON array of the strings of a list-valued function.</summary>
public sealed record PolicyValues(TemplateList List) : PolicyElement;

/// <summary>A JSON string.</summary>
public sealed record PolicyString(TemplateValue Value) : PolicyElement;

/// <summary>A number, true, false or null, as it was written.</summary>
public sealed record PolicyToken(string Json) : PolicyElement;
