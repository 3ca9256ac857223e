namespace Anchorage.Accounts;

/// <summary>A key that signs requests, as it is stored.</summary>
/// <param name="AccessKeyId">16 to 128 word characters; unique in the installation.</param>
/// <param name="AccountId">The account it acts for.</param>
/// <param name="SealedSecret">The secret, sealed with the master key to the key's id.</param>
/// <param name="SessionTokenDigest">SHA-256 of the session token that must come with it; null for a lasting key.</param>
/// <param name="ExpiresAt">When a temporary key ends; null for a lasting one.</param>
/// <param name="Enabled">A disabled key is as unknown as one that never was.</param>
internal sealed record AccessKey(
    string AccessKeyId, string AccountId, byte[] SealedSecret, byte[]? SessionTokenDigest, DateTimeOffset? ExpiresAt, bool Enabled);
