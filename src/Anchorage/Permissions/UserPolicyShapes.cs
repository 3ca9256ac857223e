using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>A policy of a principal in an answer.</summary>
internal sealed record UserPolicyDescription(string PrincipalName, string PolicyName, string PolicyDocument, Timestamp LastModifiedDate);

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(ListUserPoliciesResponse))]
[JsonSerializable(typeof(SimulatePrincipalPolicyResponse))]
[JsonSerializable(typeof(UserPolicyDescription))]
internal sealed partial class UserPolicyShapes : JsonSerializerContext
{
    public static readonly UserPolicyShapes Wire = new(WireJson.Options());
}
