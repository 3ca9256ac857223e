using Anchorage.Certificates;
using Anchorage.Gateway.Tls;
using Anchorage.Storage;

namespace Anchorage.Accounts;

/// <summary>Whether the master key and the store belong together: found out at start, and not by the first request that fails.</summary>
internal static class SealedSecrets
{
    /// <exception cref="InvalidDataException">A secret in the store was sealed with another master key.</exception>
    public static Task CheckAsync(Database database, MasterKey masterKey, bool requiresSignature, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                if (requiresSignature)
                {
                    await CheckAccessKeysAsync(session, masterKey, cancellationToken);
                }

                await ServiceCA.CheckAsync(session, masterKey, cancellationToken);
                await ServerRoot.CheckAsync(session, masterKey, cancellationToken);
                return true;
            },
            cancellationToken);

    private static async Task CheckAccessKeysAsync(Session session, MasterKey masterKey, CancellationToken cancellationToken)
    {
        // One is enough: all are sealed with the same. It is asked before a root key is set, which would hide a wrong
        // master key on this node and break the others that share the store.
        if (await AccessKeyTable.FindAnyAsync(session, cancellationToken) is { } key
            && masterKey.Open(key.SealedSecret, key.AccessKeyId) is null)
        {
            throw new InvalidDataException(
                $"the master key does not open the secrets in the store: access key {key.AccessKeyId} was sealed with another. Restore the master key that belongs to this store (DATA/master.key, or {Configuration.Setting.MasterKey.Variable}). If it is lost, delete the rows of the table access_key: keys are then issued anew.");
        }
    }
}
