using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(CreatePolicyResponse))]
[JsonSerializable(typeof(CreatePolicyVersionResponse))]
[JsonSerializable(typeof(GetEffectivePoliciesResponse))]
[JsonSerializable(typeof(GetPolicyResponse))]
[JsonSerializable(typeof(GetPolicyVersionResponse))]
[JsonSerializable(typeof(ListPoliciesResponse))]
[JsonSerializable(typeof(ListPolicyPrincipalsResponse))]
[JsonSerializable(typeof(ListPolicyVersionsResponse))]
[JsonSerializable(typeof(ListTargetsForPolicyResponse))]
[JsonSerializable(typeof(TestAuthorizationResponse))]
internal sealed partial class PolicyShapes : JsonSerializerContext
{
    public static readonly PolicyShapes Wire = new(WireJson.Options());
}
