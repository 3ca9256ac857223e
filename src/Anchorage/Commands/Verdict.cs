using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>What came of judging a certificate.</summary>
/// <param name="Role"><c>ca</c>, <c>device</c> or <c>verification</c>.</param>
/// <param name="Certificate">Null when it could not be read; the one fault says why.</param>
/// <param name="Rules">The rules it was judged by once it was read.</param>
internal sealed record Verdict(string Role, Certificate? Certificate, ImmutableArray<Rule> Rules, ImmutableArray<Fault> Faults)
{
    public bool IsAccepted => Faults.IsEmpty;

    public JsonObject ToJson() => new()
    {
        ["accepted"] = IsAccepted,
        ["role"] = Role,
        ["faults"] = new JsonArray([.. Faults.Select(fault => new JsonObject
        {
            ["rule"] = fault.Rule,
            ["citation"] = fault.Citation,
            ["found"] = fault.Found,
            ["mend"] = fault.Mend,
        })]),
    };
}
