using Anchorage.Configuration;
using Anchorage.Storage;

namespace Anchorage.Accounts;

/// <summary>The key that everything else of an account begins with: given by the operator, or made at the first start.</summary>
internal static class RootAccessKey
{
    /// <summary>Sets the key that is configured, or makes one if the account has none. Answers what it made, to be shown once.</summary>
    /// <exception cref="InvalidDataException">The configured id is another account's key or no root key.</exception>
    public static async Task<MadeKey?> EnsureAsync(
        ServeOptions options, Database database, MasterKey masterKey, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.RootAccessKeyId is { } id)
        {
            // Writing the same key again would cost every start a sync of the disk.
            if (!await IsSetAsync(id, options.RootSecretAccessKey!) && !await SetAsync(id, options.RootSecretAccessKey!))
            {
                throw new InvalidDataException($"{Setting.RootAccessKeyId.Variable} names a key that is already issued and is not this account's root key. Choose another id.");
            }

            return null;
        }

        if (await database.ReadAsync(session => AccessKeyTable.FindRootAsync(session, options.Account, cancellationToken), cancellationToken) is not null)
        {
            return null;
        }

        var (drawn, secret) = MadeAccessKey.Draw("ANCR");
        var made = new MadeKey(drawn, secret, Path.Combine(options.DataFolder, "root-credentials"));
        PrivateFile.Write(made.File, $"[default]\naws_access_key_id = {made.AccessKeyId}\naws_secret_access_key = {made.SecretAccessKey}\n");
        await SetAsync(made.AccessKeyId, made.SecretAccessKey);
        return made;

        // An account has one enabled root key, so the one that is found is the only one.
        Task<bool> IsSetAsync(string accessKeyId, string secret) => database.ReadAsync(
            async session => await AccessKeyTable.FindRootAsync(session, options.Account, cancellationToken) == accessKeyId
                && await AccessKeyTable.FindAsync(session, options.Account, accessKeyId, cancellationToken) is { } key
                && masterKey.Open(key.SealedSecret, accessKeyId) == secret,
            cancellationToken);

        Task<bool> SetAsync(string accessKeyId, string secret)
        {
            var key = new AccessKey(accessKeyId, options.Account, null, masterKey.Seal(secret, accessKeyId), null, null, Enabled: true, clock.GetUtcNow());
            return database.WriteAsync(
                async session => await AccessKeyTable.TrySetRootAsync(session, key, cancellationToken) ? Write.Keep(true) : Write.Undo(false),
                cancellationToken);
        }
    }
}

/// <summary>A root key that was just made, and the file it was written to, in the form the AWS CLI reads.</summary>
internal sealed record MadeKey(string AccessKeyId, string SecretAccessKey, string File)
{
    public override string ToString() => $"{AccessKeyId} <redacted>";
}
