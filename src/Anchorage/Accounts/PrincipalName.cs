using System.Text.RegularExpressions;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>The name of a principal: 1 to 64 characters of <c>[A-Za-z0-9_+=,.@-]</c>, in which letter case counts (IAM user guide, "IAM name limits").</summary>
internal static partial class PrincipalName
{
    private const string Wanted = "wanted 1 to 64 letters, digits and _+=,.@-";

    /// <summary>The name in a path.</summary>
    public static Result<string> Read(string text) => Form().IsMatch(text)
        ? text
        : WireError.InvalidRequest($"principalName is {Printable.Quoted(text)}; {Wanted}.");

    /// <summary>The name, with a sentence in <paramref name="faults"/> when it is not of this form.</summary>
    public static string Read(string text, Faults faults)
    {
        if (!Form().IsMatch(text))
        {
            faults.Add($"principalName is {Printable.Quoted(text)}; {Wanted}.");
        }

        return text;
    }

    public static WireError NotFound(string name, string account) => WireError.ResourceNotFound(
        $"There is no principal {Printable.Quoted(name)} in account {account}; letter case counts. anchorage key create makes one with its first key.");

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
