namespace Anchorage.Policy.Patterns;

/// <summary>A piece of a pattern between two stars: a text, one character of any kind (both null), or a variable.</summary>
internal readonly record struct PatternPiece(string? Text, PolicyVariable? Variable)
{
    public static readonly PatternPiece AnyCharacter = new(null, null);
}
