using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The headers in which the deprecated operations name a principal or a policy.</summary>
internal static class PrincipalHeader
{
    private const string Principal = "x-amzn-iot-principal";
    private const string Policy = "x-amzn-iot-policy";

    /// <summary>The principal, which must be a certificate.</summary>
    public static Result<PolicyTarget> ReadTarget(Call call) =>
        Single(call, Principal, out var text) is { } error ? error : PolicyTarget.Read(text, Principal, call.Caller);

    /// <summary>The policy's name; whether it is of the form of one is judged by who uses it.</summary>
    public static Result<string> ReadPolicy(Call call) =>
        Single(call, Policy, out var text) is { } error ? error
            : text.Length > 0 ? text
            : WireError.InvalidRequest($"{Policy} is missing; wanted the name of a policy in this header.");

    private static WireError? Single(Call call, string header, out string text)
    {
        var values = call.Headers[header];
        text = values.ToString().Trim();
        return values.Count > 1 ? WireError.InvalidRequest($"The header {header} is given {values.Count} times; wanted once.") : null;
    }
}
