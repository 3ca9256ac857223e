using System.Globalization;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The number of a policy's version: 1 for the first, and one more for each that follows, never used again.</summary>
internal static class PolicyVersionId
{
    public const long First = 1;

    /// <summary>The number in a path, or the error for a text that is none.</summary>
    public static Result<string> Read(string text) => text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit)
        ? text.TrimStart('0') is { Length: > 0 } digits ? digits : "0"
        : WireError.InvalidRequest($"policyVersionId is {Printable.Quoted(text)}; wanted a number in decimal digits, as list-policy-versions prints it.");

    public static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static WireError NotFound(string policyName, string id, Caller caller) => WireError.ResourceNotFound(
        $"There is no version {id} of a policy {Printable.Quoted(policyName)} in account {caller.AccountId}, region {caller.Region}. list-policy-versions lists those there are.");
}
