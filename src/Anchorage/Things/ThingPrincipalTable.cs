using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Which certificates belong to which things, with the two counters that keep it right in a race.</summary>
internal static class ThingPrincipalTable
{
    /// <summary>How the attachment of a certificate to a thing stands; null when there is none.</summary>
    public static Task<ThingPrincipal?> FindAsync(Session session, Caller caller, string thingName, string certificateId, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT thing_name, certificate_id, exclusive FROM thing_principal
            WHERE account_id = @account AND region = @region AND thing_name = @name AND certificate_id = @id
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName).With("@id", certificateId)
            .FirstAsync(row => new ThingPrincipal(row.GetString(0), row.GetString(1), row.GetInt64(2) == 1), cancellationToken);

    /// <summary>Attaches a certificate that is known to exist; what it wrote must be undone unless it is done or was attached so already.</summary>
    public static async Task<Attachment> InsertAsync(
        Session session, Caller caller, ThingPrincipal principal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The thing's row first: with it in hand, nobody can delete the thing or attach the same certificate to it meanwhile.
        if (await session.Sql("""
            UPDATE thing SET principal_count = principal_count + 1 WHERE account_id = @account AND region = @region AND thing_name = @name
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", principal.ThingName)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return Attachment.NoSuchThing;
        }

        var exclusive = principal.Exclusive ? 1L : 0L;
        if (await session.Sql("""
            INSERT INTO thing_principal (account_id, region, thing_name, certificate_id, exclusive, attached_at_ms)
            VALUES (@account, @region, @name, @id, @exclusive, @now)
            ON CONFLICT (account_id, region, thing_name, certificate_id) DO NOTHING
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", principal.ThingName)
            .With("@id", principal.CertificateId).With("@exclusive", exclusive).With("@now", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 0)
        {
            await CountDownAsync(session, caller, principal.ThingName, cancellationToken);
            var standing = await FindAsync(session, caller, principal.ThingName, principal.CertificateId, cancellationToken);
            return standing?.Exclusive == principal.Exclusive ? Attachment.Done : Attachment.OfAnotherType;
        }

        return await session.Sql("""
            INSERT INTO principal_things (account_id, region, certificate_id, thing_count, exclusive) VALUES (@account, @region, @id, 1, @exclusive)
            ON CONFLICT (account_id, region, certificate_id) DO UPDATE
            SET thing_count = principal_things.thing_count + 1, exclusive = excluded.exclusive
            WHERE principal_things.thing_count = 0 OR (principal_things.exclusive = 0 AND excluded.exclusive = 0)
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", principal.CertificateId).With("@exclusive", exclusive)
            .ExecuteAsync(cancellationToken) == 1 ? Attachment.Done : Attachment.NotAlone;
    }

    /// <summary>Detaches; false when it was not attached.</summary>
    public static async Task<bool> DeleteAsync(Session session, Caller caller, string thingName, string certificateId, CancellationToken cancellationToken)
    {
        await CountDownAsync(session, caller, thingName, cancellationToken);
        if (await session.Sql("""
            DELETE FROM thing_principal WHERE account_id = @account AND region = @region AND thing_name = @name AND certificate_id = @id
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName).With("@id", certificateId)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await session.Sql("""
            UPDATE principal_things SET thing_count = thing_count - 1
            WHERE account_id = @account AND region = @region AND certificate_id = @id
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken);
        await session.Sql("""
            DELETE FROM principal_things WHERE account_id = @account AND region = @region AND certificate_id = @id AND thing_count = 0
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken);
        return true;
    }

    /// <summary>Whether a certificate belongs to any thing.</summary>
    public static async Task<bool> AnyAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("""
            SELECT certificate_id FROM principal_things
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND thing_count > 0
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    private static Task<int> CountDownAsync(Session session, Caller caller, string thingName, CancellationToken cancellationToken) =>
        session.Sql("""
            UPDATE thing SET principal_count = principal_count - 1 WHERE account_id = @account AND region = @region AND thing_name = @name
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName)
            .ExecuteAsync(cancellationToken);
}
