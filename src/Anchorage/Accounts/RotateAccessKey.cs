using Anchorage.Auditing;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Puts a new key in the place of one: from then on the old one is unknown. For both at once, make another and delete the old one later.</summary>
internal static class RotateAccessKey
{
    public static readonly Operation Operation = Operation.Of(
        "RotateAccessKey", "POST", "/-/accounts/{accountId}/keys/{accessKeyId}/rotation", changes: true, [WireErrorKind.ResourceNotFound],
        static () => AccountShapes.Wire.CreateAccessKeyResponse,
        (call, on) => NamedAccessKey.ChangeAsync<CreateAccessKeyResponse>(call, on, async (session, key) =>
        {
            if (key.ExpiresAt is { } expiry)
            {
                return WireError.InvalidRequest($"{key.AccessKeyId} is temporary and ends by itself at {expiry:yyyy-MM-dd'T'HH:mm:ss'Z'}. Make another one.");
            }

            if (!await AccessKeyTable.DeleteAsync(session, key.AccountId, key.AccessKeyId, call.Cancelled))
            {
                return NamedAccessKey.NotFound(call);
            }

            var made = MadeAccessKey.For(key.AccountId, key.PrincipalName!, life: null, on.MasterKey, on.Clock.GetUtcNow());
            call.Audit.Concern(AuditedResources.AccessKey(key.AccountId, made.Stored.AccessKeyId));
            await AccessKeyTable.InsertAsync(session, made.Stored, call.Cancelled);
            return made.Told;
        })) with
    { Demand = Demand.Administrator };
}
