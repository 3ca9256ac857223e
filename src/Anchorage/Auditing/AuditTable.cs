using System.Data.Common;
using System.Globalization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>The records of who did what, by account and time.</summary>
internal static class AuditTable
{
    private const string Columns = "account_id, recorded_at_ms, sequence, region, principal, access_key_id, source_address, user_agent, operation, resources, outcome, request_id";

    public static Task InsertAsync(Session session, AuditRecord record, CancellationToken cancellationToken) =>
        session.Sql($"""
            INSERT INTO audit_record ({Columns})
            VALUES (@account, @at, @sequence, @region, @principal, @key, @source, @agent, @operation, @resources, @outcome, @request)
            """)
            .With("@account", record.AccountId).With("@at", record.RecordedAt.ToUnixTimeMilliseconds()).With("@sequence", record.Sequence)
            .With("@region", record.Region).With("@principal", record.Principal).With("@key", record.AccessKeyId).With("@source", record.SourceAddress)
            .With("@agent", record.UserAgent).With("@operation", record.Operation).With("@resources", record.Resources)
            .With("@outcome", record.Outcome).With("@request", record.RequestId)
            .ExecuteAsync(cancellationToken);

    /// <summary>At most <paramref name="count"/> that a search finds between its two places, which it leaves out; all that stand between them may be read.</summary>
    /// <remarks>An ARN may be given by its end, so that an id finds what it is the id of. That is found by taking it away: unlike LIKE, this has no wildcards, and letter case counts in both databases.</remarks>
    public static Task<List<AuditRecord>> PageAsync(Session session, AuditSearch search, bool ascending, int count, CancellationToken cancellationToken)
    {
        var statement = ascending
            ? session.Sql($"""
                SELECT {Columns} FROM audit_record
                WHERE account_id = @account AND (recorded_at_ms, sequence) > (@from_ms, @from) AND (recorded_at_ms, sequence) < (@to_ms, @to)
                  AND (@region = '' OR region = @region) AND (@operation = '' OR operation = @operation)
                  AND (@outcome = '' OR outcome = @outcome OR (@outcome = 'Refused' AND outcome <> 'Success'))
                  AND (@principal = '' OR principal = @principal OR access_key_id = @principal
                    OR replace(principal || ' ', '/' || @principal || ' ', '') <> principal || ' ' OR replace(principal || ' ', ':' || @principal || ' ', '') <> principal || ' ')
                  AND (@resource = '' OR replace(' ' || resources || ' ', ' ' || @resource || ' ', '') <> ' ' || resources || ' '
                    OR replace(resources || ' ', '/' || @resource || ' ', '') <> resources || ' ' OR replace(resources || ' ', ':' || @resource || ' ', '') <> resources || ' ')
                ORDER BY recorded_at_ms, sequence LIMIT @count
                """)
            : session.Sql($"""
                SELECT {Columns} FROM audit_record
                WHERE account_id = @account AND (recorded_at_ms, sequence) > (@from_ms, @from) AND (recorded_at_ms, sequence) < (@to_ms, @to)
                  AND (@region = '' OR region = @region) AND (@operation = '' OR operation = @operation)
                  AND (@outcome = '' OR outcome = @outcome OR (@outcome = 'Refused' AND outcome <> 'Success'))
                  AND (@principal = '' OR principal = @principal OR access_key_id = @principal
                    OR replace(principal || ' ', '/' || @principal || ' ', '') <> principal || ' ' OR replace(principal || ' ', ':' || @principal || ' ', '') <> principal || ' ')
                  AND (@resource = '' OR replace(' ' || resources || ' ', ' ' || @resource || ' ', '') <> ' ' || resources || ' '
                    OR replace(resources || ' ', '/' || @resource || ' ', '') <> resources || ' ' OR replace(resources || ' ', ':' || @resource || ' ', '') <> resources || ' ')
                ORDER BY recorded_at_ms DESC, sequence DESC LIMIT @count
                """);
        return Between(statement, search)
            .With("@region", search.Region).With("@operation", search.Operation).With("@outcome", search.Outcome)
            .With("@principal", search.Principal).With("@resource", search.Resource).With("@count", (long)count)
            .AllAsync(Read, cancellationToken);
    }

    /// <summary>The place of the <paramref name="number"/>th record between the two places of a search, whatever else it looks for; null when there are fewer.</summary>
    public static Task<PagePlace?> PlaceAsync(Session session, AuditSearch search, bool ascending, int number, CancellationToken cancellationToken)
    {
        var statement = ascending
            ? session.Sql("""
                SELECT recorded_at_ms, sequence FROM audit_record
                WHERE account_id = @account AND (recorded_at_ms, sequence) > (@from_ms, @from) AND (recorded_at_ms, sequence) < (@to_ms, @to)
                ORDER BY recorded_at_ms, sequence LIMIT 1 OFFSET @before
                """)
            : session.Sql("""
                SELECT recorded_at_ms, sequence FROM audit_record
                WHERE account_id = @account AND (recorded_at_ms, sequence) > (@from_ms, @from) AND (recorded_at_ms, sequence) < (@to_ms, @to)
                ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1 OFFSET @before
                """);
        return Between(statement, search).With("@before", number - 1L).FirstAsync(row => Place(row.GetInt64(0), row.GetInt64(1)), cancellationToken);
    }

    /// <summary>The oldest record of the next account that has any, by the account's id; null after the last.</summary>
    public static Task<PagePlace?> OldestOfNextAsync(Session session, string afterAccount, CancellationToken cancellationToken) =>
        session.Sql("SELECT recorded_at_ms, account_id FROM audit_record WHERE account_id > @after ORDER BY account_id, recorded_at_ms, sequence LIMIT 1")
            .With("@after", afterAccount)
            .FirstAsync(row => new PagePlace(row.GetInt64(0), row.GetString(1)), cancellationToken);

    /// <summary>Deletes some of an account's that are older than a time, the oldest first, and tells how many.</summary>
    public static Task<int> DeleteOlderAsync(Session session, string account, DateTimeOffset time, int most, CancellationToken cancellationToken) =>
        session.Sql("""
            DELETE FROM audit_record WHERE (account_id, recorded_at_ms, sequence) IN (
                SELECT account_id, recorded_at_ms, sequence FROM audit_record
                WHERE account_id = @account AND recorded_at_ms < @time ORDER BY recorded_at_ms, sequence LIMIT @most)
            """)
            .With("@account", account).With("@time", time.ToUnixTimeMilliseconds()).With("@most", (long)most)
            .ExecuteAsync(cancellationToken);

    public static PagePlace Place(long milliseconds, long sequence) => new(milliseconds, sequence.ToString(CultureInfo.InvariantCulture));

    /// <summary>The place so many before or after another of the same millisecond.</summary>
    public static PagePlace Beside(PagePlace place, long offset) => Place(place.UnixMilliseconds, Sequence(place) + offset);

    public static int Compare(PagePlace one, PagePlace other) =>
        (one.UnixMilliseconds, Sequence(one)).CompareTo((other.UnixMilliseconds, Sequence(other)));

    private static Statement Between(Statement statement, AuditSearch search) => statement
        .With("@account", search.AccountId).With("@from_ms", search.From.UnixMilliseconds).With("@from", Sequence(search.From))
        .With("@to_ms", search.To.UnixMilliseconds).With("@to", Sequence(search.To));

    private static long Sequence(PagePlace place) => long.Parse(place.Id, CultureInfo.InvariantCulture);

    private static AuditRecord Read(DbDataReader row) => new(
        row.GetString(0), row.Time(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7),
        row.GetString(8), row.GetString(9), row.GetString(10), row.GetString(11));
}
