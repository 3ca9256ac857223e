using System.Text.RegularExpressions;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The name of a policy: 1 to 128 characters of <c>[\w+=,.@-]</c>, in which letter case counts.</summary>
internal static partial class PolicyName
{
    private const string Wanted = "wanted 1 to 128 letters, digits and _+=,.@-";

    /// <summary>The name in a path, or the error for one that is not of this form.</summary>
    public static Result<string> Read(string text) => Form().IsMatch(text)
        ? text
        : WireError.InvalidRequest($"policyName is {Printable.Quoted(text)}; {Wanted}.");

    /// <summary>The name, with a sentence in <paramref name="faults"/> when it is not of this form.</summary>
    public static string Read(string text, string member, Faults faults)
    {
        if (!Form().IsMatch(text))
        {
            faults.Add($"{member} is {Printable.Quoted(text)}; {Wanted}.");
        }

        return text;
    }

    /// <summary>The answer for a name the caller's account does not have: the same whether it is unknown or another account's.</summary>
    public static WireError NotFound(string policyName, Caller caller) => WireError.ResourceNotFound(
        $"There is no policy {Printable.Quoted(policyName)} in account {caller.AccountId}, region {caller.Region}; letter case counts. list-policies lists those there are.");

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
