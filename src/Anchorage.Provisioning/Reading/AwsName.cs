using System.Buffers;

namespace Anchorage.Provisioning.Reading;

/// <summary>What AWS's service model lets a literal be: a range of lengths and a set of characters.</summary>
internal sealed record AwsName(string What, int Minimum, int Maximum, string Pattern, SearchValues<char> Characters)
{
    private const string AlphaNumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly SearchValues<char> RegistryCharacters = SearchValues.Create(AlphaNumeric + ":_-");

    public static readonly AwsName Thing = Registry("thing name");
    public static readonly AwsName ThingType = Registry("thing type name");
    public static readonly AwsName ThingGroup = Registry("thing group name");
    public static readonly AwsName BillingGroup = Registry("billing group name");

    public static readonly AwsName Policy = new("policy name", 1, 128, "[\\w+=,.@-]", SearchValues.Create(AlphaNumeric + "_+=,.@-"));

    public static readonly AwsName AttributeName =
        new("attribute name", 1, 128, "[a-zA-Z0-9_.,@/:#-]", SearchValues.Create(AlphaNumeric + "_.,@/:#-"));

    public static readonly AwsName AttributeValue =
        new("attribute value", 0, 800, "[a-zA-Z0-9_.,@/:#=\\[\\]-]", SearchValues.Create(AlphaNumeric + "_.,@/:#=[]-"));

    /// <summary>What is wrong with a literal; null when nothing is.</summary>
    public string? FaultIn(string literal)
    {
        if (literal.Length == 0 && Minimum > 0)
        {
            return $"The {What} is empty; it takes {Minimum} to {Maximum} of {Pattern}. {JsonMistake.Unset}";
        }

        if (literal.Length > Maximum)
        {
            return $"The {What} {Shown.Quoted(literal)} has {literal.Length} characters; it takes {Minimum} to {Maximum} of {Pattern}.";
        }

        var bad = literal.AsSpan().IndexOfAnyExcept(Characters);
        return bad < 0 ? null : $"The {What} {Shown.Quoted(literal)} has {Shown.Quoted(literal[bad].ToString())} in it; "
            + $"it takes {Minimum} to {Maximum} of {Pattern}.";
    }

    private static AwsName Registry(string what) => new(what, 1, 128, "[a-zA-Z0-9:_-]", RegistryCharacters);
}
