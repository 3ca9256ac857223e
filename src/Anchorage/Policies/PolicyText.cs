using Anchorage.Policy;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The text of a policy document in a request.</summary>
internal static class PolicyText
{
    /// <summary>The error that tells everything that is wrong with a document, each with its JSON path; null when it can be stored.</summary>
    public static WireError? Judge(string document) =>
        PolicyDocument.Read(document, PolicyLanguage.Iot).Faults is { IsEmpty: false } faults
            ? new WireError(WireErrorKind.MalformedPolicy, $"The policy document is malformed. {string.Join(' ', faults.Select(fault => $"At {fault.Path}: {fault.Message}"))}")
            : null;

    /// <summary>Reads <c>policyDocument</c> of a body; a sentence in <paramref name="faults"/> when it is not there or no string.</summary>
    public static string? Read(RequestBody body, Faults faults)
    {
        if (body.Member("policyDocument") is null)
        {
            faults.Add("policyDocument is missing; wanted the policy as a JSON string.");
        }

        return body.Text("policyDocument", 0, PolicyDocument.MaxCharacters);
    }
}
