namespace Anchorage.Policies;

/// <summary>A policy as it is stored, with the version that counts.</summary>
/// <param name="PolicyName">1 to 128 characters; letter case counts.</param>
/// <param name="GenerationId">A UUID, new at each creation of a policy of this name.</param>
/// <param name="DefaultVersionId">The version that counts.</param>
/// <param name="Document">That version's text, as its author wrote it.</param>
/// <param name="CreatedAt">To the millisecond.</param>
/// <param name="ModifiedAt">When a version was last added, removed or made the default.</param>
internal sealed record IotPolicy(
    string PolicyName, string GenerationId, long DefaultVersionId, string Document, DateTimeOffset CreatedAt, DateTimeOffset ModifiedAt)
{
    /// <summary>The account's name for it: what follows the account in its ARN, and what its tags hang on.</summary>
    public string Resource => ResourceOf(PolicyName);

    public static string ResourceOf(string policyName) => $"policy/{policyName}";
}

/// <summary>One version of a policy.</summary>
internal sealed record IotPolicyVersion(long VersionId, string Document, bool IsDefault, DateTimeOffset CreatedAt, string GenerationId);
