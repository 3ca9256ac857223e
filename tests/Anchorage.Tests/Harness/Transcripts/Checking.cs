using System.Text.RegularExpressions;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Holds one expectation against an answer.</summary>
internal static class Checking
{
    /// <summary>What an expectation speaks of: a header, the whole body, or a place in its JSON; null when that is absent.</summary>
    public static string? SubjectOf(Expectation expectation, WireAnswer answer) => expectation.Subject switch
    {
        "body" => answer.Text,
        ['h', 'e', 'a', 'd', 'e', 'r', ' ', .. var name] => answer.Header(name),
        var path => answer.Json is { } json ? JsonPath.Text(json, path) : null,
    };

    /// <summary>What is wrong; null when it holds.</summary>
    public static string? FindFault(Expectation expectation, string value, WireAnswer answer)
    {
        var found = SubjectOf(expectation, answer);
        var holds = expectation.Operator switch
        {
            "==" => found == value,
            "!=" => found is not null && found != value,
            "~" => found is not null && Regex.IsMatch(found, value),
            "contains" => found is not null && found.Contains(value, StringComparison.Ordinal),
            "lacks" => found is not null && !found.Contains(value, StringComparison.Ordinal),
            "counts" => answer.Json is { } json && $"{JsonPath.Count(json, expectation.Subject)}" == value,
            "absent" => found is null,
            "present" => found is not null,
            "empty" => found is { Length: 0 },
            var other => throw new InvalidDataException($"Not an operator: {other}"),
        };
        return holds ? null : $"{expectation.Subject} {expectation.Operator} {value}\n    does not hold: it is {found ?? "absent"}";
    }
}
