using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Onboarding;

/// <summary>The attempts of devices to connect: the newest of each account and region.</summary>
internal static class OnboardingAttemptTable
{
    private const string Columns = "number, attempted_at_ms, server_name, source_address, certificate_id, common_name, subject, issuer, ca_certificate_ids, outcome, reason";

    /// <summary>Writes some, in their order, and deletes as many of the oldest as are then too many: at most as many as were written before.</summary>
    /// <param name="kept">How many stay.</param>
    public static async Task AddAsync(
        Session session, string accountId, string region, IReadOnlyCollection<OnboardingAttempt> attempts, long kept, CancellationToken cancellationToken)
    {
        var number = await TakeNumbersAsync(session, accountId, region, attempts.Count, cancellationToken) - attempts.Count;
        foreach (var one in attempts)
        {
            await session.Sql($"""
                INSERT INTO onboarding_attempt (account_id, region, {Columns})
                VALUES (@account, @region, @number, @at, @name, @source, @certificate, @common, @subject, @issuer, @cas, @outcome, @reason)
                """)
                .With("@account", accountId).With("@region", region).With("@number", ++number).With("@at", one.AttemptedAt.ToUnixTimeMilliseconds())
                .With("@name", one.ServerName).With("@source", one.SourceAddress).With("@certificate", one.CertificateId).With("@common", one.CommonName)
                .With("@subject", one.Subject).With("@issuer", one.Issuer).With("@cas", one.CACertificateIds).With("@outcome", one.Outcome).With("@reason", one.Reason)
                .ExecuteAsync(cancellationToken);
        }

        await session.Sql("DELETE FROM onboarding_attempt WHERE account_id = @account AND region = @region AND number <= @oldest")
            .With("@account", accountId).With("@region", region).With("@oldest", number - kept)
            .ExecuteAsync(cancellationToken);
    }

    /// <summary>Deletes some that are older than a time, whosever they are; the oldest first.</summary>
    public static Task<int> DeleteOlderAsync(Session session, DateTimeOffset time, int most, CancellationToken cancellationToken) =>
        session.Sql("""
            DELETE FROM onboarding_attempt WHERE (account_id, region, number) IN (
                SELECT account_id, region, number FROM onboarding_attempt WHERE attempted_at_ms < @time ORDER BY attempted_at_ms LIMIT @most)
            """)
            .With("@time", time.ToUnixTimeMilliseconds()).With("@most", (long)most)
            .ExecuteAsync(cancellationToken);

    /// <summary>At most <paramref name="count"/> that a search finds after a place, in the order they were recorded or the other way round.</summary>
    /// <remarks>What the search leaves out is read as well: at most all that are kept of one account and region.</remarks>
    public static Task<List<OnboardingAttempt>> PageAsync(
        Session session, string accountId, string region, AttemptSearch search, PagePlace after, bool ascending, int count, CancellationToken cancellationToken)
    {
        var statement = ascending
            ? session.Sql($"""
                SELECT {Columns} FROM onboarding_attempt
                WHERE account_id = @account AND region = @region AND number > @after AND attempted_at_ms >= @since
                  AND (@device = '' OR certificate_id = @device OR common_name = @device)
                  AND (@ca = '' OR ca_certificate_ids LIKE '%' || @ca || '%') AND (@outcome = '' OR outcome = @outcome)
                ORDER BY number LIMIT @count
                """)
            : session.Sql($"""
                SELECT {Columns} FROM onboarding_attempt
                WHERE account_id = @account AND region = @region AND number < @after AND attempted_at_ms >= @since
                  AND (@device = '' OR certificate_id = @device OR common_name = @device)
                  AND (@ca = '' OR ca_certificate_ids LIKE '%' || @ca || '%') AND (@outcome = '' OR outcome = @outcome)
                ORDER BY number DESC LIMIT @count
                """);
        return statement
            .With("@account", accountId).With("@region", region).With("@after", after.UnixMilliseconds).With("@since", search.Since.ToUnixTimeMilliseconds())
            .With("@device", search.DeviceId).With("@ca", search.CACertificateId).With("@outcome", search.Outcome).With("@count", (long)count)
            .AllAsync(Read, cancellationToken);
    }

    /// <summary>The last of so many numbers that are nobody else's.</summary>
    private static async Task<long> TakeNumbersAsync(Session session, string accountId, string region, int count, CancellationToken cancellationToken) =>
        (await session.Sql("""
            INSERT INTO onboarding_attempt_number (account_id, region, last_number) VALUES (@account, @region, @count)
            ON CONFLICT (account_id, region) DO UPDATE SET last_number = onboarding_attempt_number.last_number + excluded.last_number
            RETURNING last_number
            """)
            .With("@account", accountId).With("@region", region).With("@count", (long)count)
            .AllAsync(row => row.GetInt64(0), cancellationToken)).Single();

    private static OnboardingAttempt Read(DbDataReader row) => new(
        row.GetInt64(0), row.Time(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7),
        row.GetString(8), row.GetString(9), row.GetString(10));
}

/// <summary>Which attempts are looked for. An empty text looks for all.</summary>
/// <param name="Since">The earliest time.</param>
/// <param name="DeviceId">A certificate id, or a common name.</param>
/// <param name="CACertificateId">A CA that was found or tried: 64 lower-case hexadecimal digits.</param>
/// <param name="Outcome">The name of an <see cref="AttemptOutcome"/>.</param>
internal sealed record AttemptSearch(DateTimeOffset Since, string DeviceId = "", string CACertificateId = "", string Outcome = "");
