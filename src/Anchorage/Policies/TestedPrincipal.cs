using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The principal whose policies are asked about, as TestAuthorization and GetEffectivePolicies name it.</summary>
/// <param name="Target">The certificate; null when none is named.</param>
internal sealed record TestedPrincipal(PolicyTarget? Target)
{
    private const int LongestArn = 2048;

    /// <summary>Reads <c>principal</c>; identities of Amazon Cognito are refused with that word.</summary>
    public static Result<TestedPrincipal> Read(RequestBody body, Caller caller, Faults faults)
    {
        var text = body.Text("principal", 0, LongestArn);
        if (body.Member("cognitoIdentityPoolId") is not null)
        {
            faults.Add("cognitoIdentityPoolId is given, and identities of Amazon Cognito are not offered; name a certificate as principal.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        if (string.IsNullOrEmpty(text))
        {
            return new TestedPrincipal((PolicyTarget?)null);
        }

        var target = PolicyTarget.Read(text, "principal", caller);
        return target.IsSuccess ? new TestedPrincipal(target.Value) : target.Error;
    }
}
