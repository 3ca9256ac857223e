namespace Anchorage.Accounts;

/// <summary>A key that signs requests, as it is stored.</summary>
/// <param name="AccessKeyId">16 to 128 word characters; unique in the installation.</param>
/// <param name="AccountId">The account it acts for.</param>
/// <param name="PrincipalName">Whose it is; null for the account's root.</param>
/// <param name="SealedSecret">The secret, sealed with the master key to the key's id.</param>
/// <param name="SessionTokenDigest">SHA-256 of the session token that must come with it; null for a lasting key.</param>
/// <param name="ExpiresAt">When a temporary key ends; null for a lasting one.</param>
/// <param name="Enabled">A disabled key is as unknown as one that never was.</param>
/// <param name="CreatedAt">To the millisecond.</param>
internal sealed record AccessKey(
    string AccessKeyId,
    string AccountId,
    string? PrincipalName,
    byte[] SealedSecret,
    byte[]? SessionTokenDigest,
    DateTimeOffset? ExpiresAt,
    bool Enabled,
    DateTimeOffset CreatedAt)
{
    /// <summary>The secrets stay out of whatever prints this record.</summary>
    public override string ToString() => $"{AccessKeyId} of {AccountId}";
}

/// <summary>A key that may sign now unless it has expired, and who signs with it.</summary>
internal sealed record LiveKey(AccessKey Key, CallerPrincipal Principal);

/// <summary>A live key with its secret, opened.</summary>
internal sealed record SigningAccessKey(LiveKey Live, string Secret)
{
    /// <summary>The secret stays out of whatever prints this record.</summary>
    public override string ToString() => Live.Key.ToString();
}
