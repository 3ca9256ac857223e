namespace Anchorage.Policy.Patterns;

/// <summary>What a pattern with variables says of a text.</summary>
internal enum PatternVerdict
{
    Differs,
    Matches,

    /// <summary>A variable in it has no value.</summary>
    Missing,

    /// <summary>A variable in it has a value that may not be put into a policy.</summary>
    Unfit,
}
