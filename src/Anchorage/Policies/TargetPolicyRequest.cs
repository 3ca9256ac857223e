using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>A policy in the path and a target in the body, as AttachPolicy and DetachPolicy name them.</summary>
internal sealed record TargetPolicyRequest(string PolicyName, PolicyTarget Target)
{
    private const int LongestArn = 2048;

    /// <summary>Reads both, or tells everything that is not of its shape.</summary>
    public static (TargetPolicyRequest? Request, WireError? Error) Read(Call call)
    {
        var faults = new Faults();
        var name = Policies.PolicyName.Read(call.Path[0], "policyName", faults);
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with target, the ARN of a certificate", faults);
        if (body is null)
        {
            return (null, unreadable);
        }

        var text = body.Text("target", 0, LongestArn);
        if (faults.Any)
        {
            return (null, faults.AsError());
        }

        var target = PolicyTarget.Read(text, "target", call.Caller);
        return target.IsSuccess ? (new TargetPolicyRequest(name, target.Value), null) : (null, target.Error);
    }
}
