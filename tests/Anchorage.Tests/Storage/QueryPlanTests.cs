using System.Text.RegularExpressions;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Onboarding;
using Anchorage.Policies;
using Anchorage.ProvisioningTemplates;
using Anchorage.RegistrationCodes;
using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Tests.Harness;
using Anchorage.Wire;
using Microsoft.Data.Sqlite;

namespace Anchorage.Tests.Storage;

public partial class QueryPlanTests
{
    private static readonly Caller Caller = Rows.Caller();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_SQLite_every_statement_of_a_request_is_a_search_by_index()
    {
        await using var store = new SqliteTestStore();
        await (await store.OpenMigratedAsync()).DisposeAsync();
        var statements = await StatementsAsync(store);

        foreach (var statement in statements)
        {
            var plan = await store.RowsAsync($"EXPLAIN QUERY PLAN {statement}");
            Assert.DoesNotContain(plan, step => step.Contains("SCAN", StringComparison.Ordinal) && !step.EndsWith("SCAN CONSTANT ROW", StringComparison.Ordinal));

            // The CAs of one subject that are held alone are put in order when found: at most ten of each account.
            var asksForHeld = statement.Contains("certificate_mode = 'DEFAULT'", StringComparison.Ordinal);
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal) && !(asksForHeld && plan.Any(IsByHeldSubject)));
            if (statement.StartsWith("SELECT", StringComparison.Ordinal))
            {
                Assert.Contains(plan, step => step.Contains("SEARCH", StringComparison.Ordinal) && step.Contains("account_id=?", StringComparison.Ordinal)
                    || step.Contains("previous_owned_by=? AND region=?", StringComparison.Ordinal)
                    // What is no account's in a region has a key of its own.
                    || step.Contains("USING PRIMARY KEY (access_key_id=?)", StringComparison.Ordinal)
                    || step.Contains("SEARCH account USING PRIMARY KEY (account_id>?)", StringComparison.Ordinal)
                    || step.Contains("SEARCH audit_record USING PRIMARY KEY (account_id>?)", StringComparison.Ordinal)
                    || step.Contains("SEARCH service_ca USING PRIMARY KEY", StringComparison.Ordinal)
                    // What a device is found by that names no account, and what is due whosever it is.
                    || asksForHeld && IsByHeldSubject(step)
                    || asksForHeld && step.Contains("SEARCH ca_certificate USING INDEX sqlite_autoindex_ca_certificate_1 (region=? AND certificate_id=?)", StringComparison.Ordinal)
                    || step.Contains("SEARCH device_default_holder USING PRIMARY KEY (region=? AND certificate_id=?)", StringComparison.Ordinal)
                    || step.Contains("registration_event_due (due_at_ms<?)", StringComparison.Ordinal));
            }
        }

        // A page begins at its place in the index, and not at the first row of the account.
        var pages = statements.Where(IsPage).ToList();
        Assert.Equal(10 + RegistryStatements.Pages + AccountStatements.Pages + AuditStatements.Pages, pages.Count);
        foreach (var page in pages)
        {
            // The page is the first step; what is joined to it is found row by row.
            var order = OrderOf(page);
            var plan = await store.RowsAsync($"EXPLAIN QUERY PLAN {page}");
            Assert.Contains(order is [var only] ? $"{only}>?" : $"({string.Join(',', order)})", plan[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task On_PostgreSQL_every_query_of_a_request_is_an_index_scan()
    {
        await using var sqlite = new SqliteTestStore();
        await (await sqlite.OpenMigratedAsync()).DisposeAsync();
        await using var store = await TestStore.MakeAsync(Dialect.Postgres);
        await using var database = await store.OpenMigratedAsync();

        // Enough rows that reading a table whole would be dearer, and the planner's own judgement over them.
        await store.RowsAsync(FillPostgres);
        await store.RowsAsync(FillPostgresDevices);
        await store.RowsAsync(RegistryStatements.FillPostgres);
        await store.RowsAsync(AuditStatements.FillPostgres);
        await store.RowsAsync("ANALYZE");
        var queries = (await StatementsAsync(sqlite)).Where(statement => statement.StartsWith("SELECT", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(queries);

        string[] filled = ["ca_certificate", "device_certificate", "audit_record", .. RegistryStatements.FilledTables];
        Assert.All(filled, table => Assert.Contains(queries, query => TablesOf(query).Contains(table)));
        foreach (var query in queries.Where(query => TablesOf(query).Any(filled.Contains)))
        {
            var plan = string.Join('\n', await store.RowsAsync($"EXPLAIN {query}"));
            Assert.Contains("Index", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            if (IsPage(query))
            {
                var order = OrderOf(query);
                var place = order is [var only] ? $"({only} > '" : $"ROW({string.Join(", ", order)})";
                Assert.Contains(plan.Split('\n'), line => line.Contains("Index Cond", StringComparison.Ordinal) && line.Replace("found.", "", StringComparison.Ordinal).Contains(place, StringComparison.Ordinal));
                Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_page_and_a_find_take_as_many_steps_among_ten_thousand_as_among_a_hundred()
    {
        Assert.Equal(await StepsAsync(100), await StepsAsync(10_000));

        static async Task<(int Page, int Find)> StepsAsync(int registered)
        {
            await using var store = new SqliteTestStore();
            await (await store.OpenMigratedAsync()).DisposeAsync();
            await store.RowsAsync(Fill(registered));
            await using var session = await OpenAsync(store);
            var (page, find) = (0, 0);
            var steps = 0;
            SQLitePCL.raw.sqlite3_progress_handler(((SqliteConnection)session.Connection).Handle, 1, _ => ++steps * 0, null);
            Assert.Equal(25, (await CACertificateListing.PageAsync(session, Caller, new PagePlace(50, ""), false, null, 25, Cancelled)).Count);
            page = steps;
            Assert.NotNull(await CACertificateTable.FindAsync(session, Caller, $"{50:x64}", Cancelled));
            find = steps - page;
            Assert.InRange(page, 25, 2000);
            return (page, find);
        }
    }

    private static bool IsByHeldSubject(string step) =>
        step.Contains("ca_certificate_by_subject (region=? AND subject_digest=? AND certificate_mode=?)", StringComparison.Ordinal);

    private static bool IsPage(string statement) => statement.Contains("LIMIT 26", StringComparison.Ordinal);

    /// <summary>The columns that a page is ordered by.</summary>
    private static string[] OrderOf(string page) =>
        [.. Order().Match(page).Groups[1].Value.Split(',').Select(column => column.Trim().Split(' ')[0].Split('.')[^1])];

    private static List<string> TablesOf(string query) => [.. Table().Matches(query).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"ORDER BY (.+) LIMIT")]
    private static partial Regex Order();

    [GeneratedRegex(@"(?:FROM|JOIN) (\w+)")]
    private static partial Regex Table();

    /// <summary>What the tables really send, as SQLite tells it, with the values written out.</summary>
    private static async Task<List<string>> StatementsAsync(SqliteTestStore store)
    {
        await using var session = await OpenAsync(store);
        var statements = new List<string>();
        SQLitePCL.raw.sqlite3_trace(((SqliteConnection)session.Connection).Handle, (_, statement) => statements.Add(statement.Trim()), null);

        foreach (var number in Enumerable.Range(0, CACertificateTable.MostPerSubject + 1))
        {
            await CACertificateTable.InsertAsync(session, Caller, Rows.CA($"{number}", mode: CACertificate.DefaultMode), Cancelled);
        }

        await CACertificateTable.ExistsAsync(session, Caller, Rows.Digest("1"), Cancelled);
        await CACertificateTable.FindAsync(session, Caller, Rows.Digest("1"), Cancelled);
        foreach (var ascending in new[] { true, false })
        {
            await CACertificateListing.PageAsync(session, Caller, new PagePlace(1, "x"), ascending, null, 26, Cancelled);
            await CACertificateListing.PageAsync(session, Caller, new PagePlace(1, "x"), ascending, "fleet", 26, Cancelled);
        }

        await CACertificateTable.FindBySubjectAsync(session, Caller, Rows.Digest("subject"), Cancelled);
        await CACertificateTable.FindHeldBySubjectAsync(session, Caller.Region, Rows.Digest("subject"), Cancelled);
        await RunDeviceStatementsAsync(session);
        await RunOnboardingStatementsAsync(session);
        await RegistryStatements.RunAsync(session, Caller, Cancelled);
        await CACertificateTable.HoldAsync(session, Caller, Rows.Digest("1"), Cancelled);
        await CACertificateTable.UpdateAsync(session, Caller, new(Rows.Digest("1"), "INACTIVE", null, null, false), Rows.Noon, Cancelled);
        Assert.True(await CACertificateTable.TryDeleteAsync(session, Caller, Rows.Digest("1"), Cancelled));
        await ResourceTags.PutAsync(session, Caller, "cacert/1", [new("put", "value")], Cancelled);
        await ResourceTags.RemoveAsync(session, Caller, "cacert/1", ["put"], Cancelled);
        await ResourceTags.RemoveAllAsync(session, Caller, "cacert/1", Cancelled);
        await ResourceTags.AddAsync(session, Caller, "cacert/1", [new("key", "value")], Cancelled);
        await ResourceTags.ListAsync(session, Caller, "cacert/1", Cancelled);
        await RegistrationCode.FindOrMakeAsync(session, Caller, Rows.Noon, Cancelled);
        await RegistrationCode.TryDeleteAsync(session, Caller, Cancelled);
        await NamedTemplate.HoldTypeAsync(session, Caller, "fleet", Cancelled);
        await AccountStatements.RunAsync(session, Caller.AccountId, Cancelled);
        await AuditStatements.RunAsync(session, Cancelled);
        Assert.True(statements.Count > 20, string.Join('\n', statements));
        return [.. statements.Distinct()];
    }

    private static async Task RunDeviceStatementsAsync(Session session)
    {
        var device = Rows.Device("1");
        await DeviceCertificateTable.InsertAsync(session, Caller, device, Cancelled);
        await DeviceCertificateTable.FindAsync(session, Caller, device.CertificateId, Cancelled);
        await DeviceCertificateTable.FindStatusAsync(session, Caller, device.CertificateId, Cancelled);
        await DeviceCertificateTable.TryKeepAsync(session, Caller, device.CertificateId, Cancelled);
        await DeviceCertificateTable.TrySetStatusAsync(session, Caller, device.CertificateId, "INACTIVE", "INACTIVE", Rows.Noon, Cancelled);
        foreach (var ascending in new[] { true, false })
        {
            await DeviceCertificateListing.PageAsync(session, Caller, new PagePlace(1, "x"), ascending, null, 26, Cancelled);
            await DeviceCertificateListing.PageAsync(session, Caller, new PagePlace(1, "x"), ascending, "ca", 26, Cancelled);
            await CertificateTransferTable.PageAsync(session, Caller, new PagePlace(1, "x"), ascending, 26, Cancelled);
        }

        var other = Caller with { AccountId = "444455556666" };
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.True(await CertificateTransferTable.TryOfferAsync(session, Caller, device.CertificateId, other.AccountId, null, Rows.Noon, Cancelled));
            Assert.True(await CertificateTransferTable.TryCancelAsync(session, Caller, device.CertificateId, other.AccountId, Rows.Noon, Cancelled));
            Assert.True(await CertificateTransferTable.TryOfferAsync(session, Caller, device.CertificateId, other.AccountId, null, Rows.Noon, Cancelled));
            Assert.True(await CertificateTransferTable.TryRejectAsync(session, other, device.CertificateId, Caller.AccountId, null, Rows.Noon, Cancelled));
        }

        Assert.True(await CertificateTransferTable.TryOfferAsync(session, Caller, device.CertificateId, other.AccountId, null, Rows.Noon, Cancelled));
        Assert.True(await CertificateTransferTable.TryAcceptAsync(session, other, device.CertificateId, Caller.AccountId, "INACTIVE", Rows.Noon, Cancelled));
        Assert.True(await CertificateTransferTable.WasAcceptedAsync(session, Caller, device.CertificateId, Cancelled));
        Assert.True(await DeviceCertificateTable.TryUpdateStatusAsync(session, other, device.CertificateId, "REVOKED", Rows.Noon, Cancelled));
        Assert.True(await DeviceCertificateTable.TryDeleteAsync(session, other, device.CertificateId, Rows.Noon, Cancelled));
        Assert.True(await DeviceCertificateTable.WasRevokedAsync(session, other, device.CertificateId, Cancelled));
        await ServiceCATable.FindOrAddAsync(session, new StoredServiceCA([1], [2]), Rows.Noon, Cancelled);
    }

    private static async Task RunOnboardingStatementsAsync(Session session)
    {
        var told = new RegistrationEvent(Caller.AccountId, Caller.Region, Rows.Digest("1"), Rows.Digest("ca"), Rows.Noon, null);
        await RegistrationEventTable.PutAsync(session, told, Rows.Noon, Cancelled);
        Assert.True(await RegistrationEventTable.IsAnyDueAsync(session, Rows.Noon, Cancelled));
        Assert.Equal([told], await RegistrationEventTable.TakeDueAsync(session, Rows.Noon, Cancelled));
        Assert.False(await RegistrationEventTable.IsAnyDueAsync(session, Rows.Noon, Cancelled));
        Assert.Equal(1, await RegistrationEventTable.DeleteAsync(session, told, Cancelled));
        await OnboardingAttemptTable.AddAsync(session, Caller.AccountId, Caller.Region, [Rows.Attempt("unknown")], kept: 1, Cancelled);
        foreach (var ascending in new[] { true, false })
        {
            Assert.Single(await OnboardingAttemptTable.PageAsync(
                session, Caller.AccountId, Caller.Region, new AttemptSearch(Rows.Noon, Outcome: "unknown"), PagePlace.Before(ascending), ascending, 25, Cancelled));
        }

        Assert.Equal(1, await OnboardingAttemptTable.DeleteOlderAsync(session, Rows.Noon.AddDays(1), 10, Cancelled));
        await DeviceCertificateTable.FindHolderAsync(session, Caller.Region, Rows.Digest("1"), Cancelled);
        await DeviceCertificateTable.FindActiveAsync(session, Caller, ["1", "2"], Cancelled);
        await PolicyAttachmentTable.NamesAsync(session, Caller, ["cert/1", "cert/2"], Cancelled);
        await PolicyTable.KeysAsync(session, Caller, ["1", "2"], Cancelled);
    }

    private static async Task<Session> OpenAsync(SqliteTestStore store)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={store.Path};Pooling=False");
        await connection.OpenAsync(Cancelled);
        return new Session(connection, keepsStatements: true);
    }

    /// <summary>Registrations one millisecond apart, each of its own subject, a tenth of them with a template.</summary>
    private static string Fill(int count) => $"""
        WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < {count - 1})
        INSERT INTO ca_certificate SELECT '111122223333', 'eu-central-1', printf('%064x', n), x'00', n, 'ACTIVE', 'DISABLE', 'SNI_ONLY', 0, 0,
            NULL, CASE n % 10 WHEN 0 THEN 'fleet' END, NULL, 1, 'g', n, n FROM number
        """;

    internal const string FillPostgres = """
        INSERT INTO ca_certificate SELECT '111122223333', 'eu-central-1', lpad(to_hex(n), 64, '0'), '\x00', n::text, 'ACTIVE', 'DISABLE', 'SNI_ONLY', 0, 0,
            NULL, CASE n % 10 WHEN 0 THEN 'fleet' END, NULL, 1, 'g', n, n FROM generate_series(0, 9999) n
        """;

    internal const string FillPostgresDevices = """
        INSERT INTO device_certificate SELECT '111122223333', 'eu-central-1', lpad(to_hex(n), 64, '0'), '\x00', 'CN=d', 'ACTIVE', 'SNI_ONLY', CASE n % 10 WHEN 0 THEN 'ca' END,
            '111122223333', CASE n % 100 WHEN 1 THEN '444455556666' END, CASE n % 100 WHEN 2 THEN '444455556666' END, NULL, 0, NULL, NULL, NULL, 0, 0, 1, 'g', n, n
        FROM generate_series(0, 9999) n
        """;
}
