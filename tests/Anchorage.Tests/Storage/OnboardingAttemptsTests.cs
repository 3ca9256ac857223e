using System.Net;
using System.Text.RegularExpressions;
using Anchorage.Onboarding;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Anchorage.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Storage;

/// <summary>The record of attempts under load and over time, on either database.</summary>
public sealed partial class OnboardingAttemptsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Twenty_thousand_refusals_at_once_are_stored_or_counted_and_no_more_wait_than_may(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var attempts = new OnboardingAttempts(database, TimeProvider.System);
        var der = new byte[100_000];

        // Nothing takes them yet, as when the store is slow.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < 20_000; number++)
        {
            attempts.Note(Attempt(number) with { Der = number % 2 == 0 ? [.. der] : [.. der.Take(8192)] });
        }

        Assert.Equal(20_000 - WriteBehind<NotedAttempt>.MostWaiting, attempts.Dropped);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, WriteBehind<NotedAttempt>.MostWaiting * 10_000L);

        attempts.Start(NullLogger.Instance);
        await attempts.DisposeAsync();

        Assert.Equal(WriteBehind<NotedAttempt>.MostWaiting, await store.CountAsync("onboarding_attempt"));
        Assert.Equal(20_000 - WriteBehind<NotedAttempt>.MostWaiting, attempts.Dropped);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_newest_ten_thousand_of_an_account_stay_whatever_another_has(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await AddAsync("999988887777", 1);
        for (var first = 0; first < 12_000; first += 1000)
        {
            await AddAsync("111122223333", 1000);
        }

        Assert.Equal(["111122223333|10000|2001|12000", "999988887777|1|1|1"], await store.RowsAsync(
            "SELECT account_id, count(*), min(number), max(number) FROM onboarding_attempt GROUP BY account_id ORDER BY account_id"));

        Task<int> AddAsync(string account, int count) => database.WriteAsync(
            async session =>
            {
                await OnboardingAttemptTable.AddAsync(
                    session, account, "eu-central-1", [.. Enumerable.Range(0, count).Select(number => Attempt(number).Ready())], OnboardingAttempt.MostKept, Cancelled);
                return Write.Keep(0);
            },
            Cancelled);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_older_than_thirty_days_goes_also_when_nothing_new_comes(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var clock = new FakeTimeProvider(Rows.Noon);
        await using var attempts = new OnboardingAttempts(database, clock);
        attempts.Start(NullLogger.Instance);
        attempts.Note(Attempt(1) with { At = clock.GetUtcNow() });
        clock.Advance(TimeSpan.FromDays(10));
        attempts.Note(Attempt(2) with { At = clock.GetUtcNow() });
        await attempts.SettleAsync(Cancelled);
        Assert.Equal(2, await store.CountAsync("onboarding_attempt"));

        clock.Advance(TimeSpan.FromDays(21));
        attempts.Sweep();
        await attempts.SettleAsync(Cancelled);

        Assert.Equal(["2"], await store.RowsAsync("SELECT number FROM onboarding_attempt"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Texts_of_strangers_are_cut_and_what_would_steer_a_terminal_is_escaped(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await using var attempts = new OnboardingAttempts(database, TimeProvider.System);
        attempts.Start(NullLogger.Instance);

        attempts.Note(Attempt(1) with { ServerName = "a\0b\u001b[2J\u202e" + new string('n', 5000), Reason = "r\n" + new string('\u0007', 5000), Source = IPAddress.Parse("::ffff:192.0.2.7") });
        await attempts.SettleAsync(Cancelled);

        var page = await database.ReadAsync(
            session => OnboardingAttemptTable.PageAsync(session, "111122223333", "eu-central-1", new AttemptSearch(DateTimeOffset.UnixEpoch), PagePlace.Before(false), false, 10, Cancelled), Cancelled);
        var stored = Assert.Single(page);
        Assert.StartsWith(@"a\u0000b\u001b[2J\u202ennn", stored.ServerName, StringComparison.Ordinal);
        Assert.StartsWith(@"r\u000a\u0007\u0007", stored.Reason, StringComparison.Ordinal);
        Assert.InRange(stored.ServerName.Length, 500, 530);
        Assert.InRange(stored.Reason.Length, 1990, 2010);
        Assert.Equal("192.0.2.7", stored.SourceAddress);
    }

    [Fact]
    public async Task Of_those_that_name_nobody_only_some_are_recorded_so_that_they_crowd_nobody_out()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var database = await store.OpenMigratedAsync();
        await using var attempts = new OnboardingAttempts(database, TimeProvider.System);
        attempts.Start(NullLogger.Instance);
        var now = TimeProvider.System.GetUtcNow();
        for (var number = 0; number < 10_000; number++)
        {
            attempts.Note(Attempt(number) with { At = now.AddMilliseconds(number / 5), AccountId = "" });
        }

        attempts.Note(Attempt(1));
        await attempts.SettleAsync(Cancelled);

        Assert.Equal(["|20", "111122223333|1"], await store.RowsAsync("SELECT account_id, count(*) FROM onboarding_attempt GROUP BY account_id ORDER BY account_id"));
        Assert.Equal(9980, attempts.Dropped);
    }

    /// <summary>A word that a decision gives and the table lacks would be shown as "other", and could not be searched for.</summary>
    [Fact]
    public void Every_outcome_that_a_decision_gives_is_in_the_table_once()
    {
        string[] files = ["Gateway/Admission.cs", "Gateway/ConnectRefusal.cs", "Onboarding/JustInTimeRegistration.cs", "Onboarding/RegisteringCA.cs"];
        var names = files.SelectMany(file => Name().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src/Anchorage", file)))).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(names.Count > 18, string.Join(' ', names));
        Assert.All(names, name => Assert.NotNull(AttemptOutcome.Find(name)));
        Assert.Equal(AttemptOutcome.All.Length, AttemptOutcome.All.Select(row => row.Name).Distinct().Count());
    }

    [GeneratedRegex("""
        "([a-z]+(?:_[a-z]+)*)"(?:,| :|;)
        """)]
    private static partial Regex Name();

    [Fact]
    public async Task What_comes_while_the_store_is_away_is_stored_when_it_is_back()
    {
        await using var store = (PostgresTestStore)await TestStore.MakeAsync(Dialect.Postgres);
        await using var database = await store.OpenMigratedAsync();
        await using var attempts = new OnboardingAttempts(database, TimeProvider.System);
        attempts.Start(NullLogger.Instance);
        await store.SetReachableAsync(false);
        attempts.Note(Attempt(1));
        await attempts.SettleAsync(Cancelled);

        await store.SetReachableAsync(true);
        attempts.Note(Attempt(2));
        await attempts.SettleAsync(Cancelled);

        Assert.Equal(["1", "2"], await store.RowsAsync("SELECT reason FROM onboarding_attempt ORDER BY number"));
        Assert.Equal(0, attempts.Dropped);
    }

    private static NotedAttempt Attempt(int number) => new(
        TimeProvider.System.GetUtcNow(), "111122223333", "eu-central-1", "localhost", IPAddress.Loopback, null, [], "unknown", $"{number}");
}
