using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>A key with its secret, which is shown this once.</summary>
internal sealed record CreateAccessKeyResponse(
    string AccountId,
    string PrincipalName,
    string AccessKeyId,
    string SecretAccessKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SessionToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Timestamp? ExpirationDate)
{
    public override string ToString() => $"{AccessKeyId} <redacted>";
}

/// <summary>A key that was just made: what is stored of it, and what its owner is told.</summary>
internal sealed record MadeAccessKey(AccessKey Stored, CreateAccessKeyResponse Told)
{
    /// <summary>The letters of a key id: base32, which nobody misreads.</summary>
    private const string IdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>An id of 20 characters and a secret of 40, as AWS's are.</summary>
    /// <param name="prefix">Four letters that tell kinds of keys apart.</param>
    public static (string Id, string Secret) Draw(string prefix) =>
        ($"{prefix}{RandomNumberGenerator.GetString(IdLetters, 16)}", Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)));

    /// <summary>Makes a key; a temporary one has a session token too.</summary>
    public static MadeAccessKey For(string account, string principal, TimeSpan? life, MasterKey masterKey, DateTimeOffset now)
    {
        var (id, secret) = Draw(life is null ? "ANCK" : "ANCT");
        var token = life is null ? null : Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        var expires = now + life;
        return new MadeAccessKey(
            new AccessKey(
                id, account, principal, masterKey.Seal(secret, id), token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token)), expires,
                Enabled: true, now),
            new CreateAccessKeyResponse(account, principal, id, secret, token, expires is { } at ? Timestamp.Of(at) : null));
    }

    public override string ToString() => Told.ToString();
}
