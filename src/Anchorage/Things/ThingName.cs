using System.Text.RegularExpressions;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>The name of a thing in a request: 1 to 128 of <c>[a-zA-Z0-9:_-]</c> (ThingName in AWS's service model); letter case counts.</summary>
internal static partial class ThingName
{
    public static Result<string> Read(string text) => Form().IsMatch(text)
        ? text
        : WireError.InvalidRequest($"The thing name is {Printable.Quoted(text)}; wanted 1 to 128 letters, digits, colons, _ and -.");

    /// <summary>The error for a thing that is not there, or is another account's.</summary>
    public static WireError Unknown(Caller caller, string thingName) => WireError.ResourceNotFound(
        $"There is no thing {Printable.Quoted(thingName)} in account {caller.AccountId}, region {caller.Region}. list-things lists those there are.");

    [GeneratedRegex(@"\A[a-zA-Z0-9:_-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
