using System.Security.Cryptography;
using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Anchorage.Wire;

namespace Anchorage.Tests.Storage;

public class CACertificateTableTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Every_member_is_read_back_as_it_was_stored(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var plain = Rows.CA("plain");
        var full = Rows.CA("full", mode: CACertificate.DefaultMode) with
        {
            Status = CACertificate.Inactive,
            AutoRegistrationStatus = CACertificate.Enable,
            NotBefore = new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.Zero),
            NotAfter = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero),
            RegistrationConfig = new RegistrationConfig("{}", "arn:aws:iam::123456789012:role/R", null),
            CustomerVersion = long.MaxValue,
            CreatedAt = Rows.Noon.AddMilliseconds(1),
            ModifiedAt = Rows.Noon.AddMilliseconds(999),
        };

        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), plain));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), full));

        AssertSame(plain, await FindAsync(database, Rows.Caller(), plain.CertificateId));
        AssertSame(full, await FindAsync(database, Rows.Caller(), full.CertificateId));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Hard_values_are_read_back_as_they_were_stored(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        string[] hard =
        [
            "'; DROP TABLE ca_certificate; --",
            "\"double\" 'single' `back` \\ % _ ? @id $1 :x {0}",
            "line\nfeed\r\ntab\t and \u0001\u001f\u007f",
            "ÄÖÜ ß 漢字 \u202e right to left \U0001F512 e\u0301 \uFEFF",
            new('x', 10_240),
            string.Concat(Enumerable.Repeat("\U0001F512", 5_120)),
            "",
        ];
        foreach (var (text, index) in hard.Select((text, index) => (text, index)))
        {
            var ca = Rows.CA($"{index}", subject: $"{index}", config: new RegistrationConfig(text, text, text)) with
            {
                // As large as the DER of a PEM of 65,536 characters can be, and every byte value.
                Der = [.. Enumerable.Range(0, 49_152).Select(at => (byte)at)],
            };
            Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), ca));
            AssertSame(ca, await FindAsync(database, Rows.Caller(), ca.CertificateId));
        }

        Assert.Equal(hard.Length, await store.CountAsync("ca_certificate"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_same_CA_is_stored_once_per_account_and_region(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), Rows.CA("one")));
        Assert.IsType<Registration.AlreadyRegistered>(await database.RegisterAsync(Rows.Caller(), Rows.CA("one")));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(region: "us-west-2"), Rows.CA("one")));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(account: "999988887777"), Rows.CA("one")));
        Assert.Equal(3, await store.CountAsync("ca_certificate"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_CA_is_found_only_by_its_own_account_and_region(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var ca = Rows.CA("one");
        await database.RegisterAsync(Rows.Caller(), ca);

        Assert.NotNull(await FindAsync(database, Rows.Caller(), ca.CertificateId));
        Assert.True(await ExistsAsync(Rows.Caller(), ca.CertificateId));
        foreach (var (caller, id) in new[]
        {
            (Rows.Caller(region: "us-west-2"), ca.CertificateId), (Rows.Caller(account: "999988887777"), ca.CertificateId), (Rows.Caller(), Rows.Digest("two")),
        })
        {
            Assert.Null(await FindAsync(database, caller, id));
            Assert.False(await ExistsAsync(caller, id));
        }

        Task<bool> ExistsAsync(Caller caller, string id) =>
            database.ReadAsync(session => CACertificateTable.ExistsAsync(session, caller, id, Cancelled), Cancelled);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task In_DEFAULT_mode_one_account_of_a_region_holds_it(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var ca = Rows.CA("one", mode: CACertificate.DefaultMode);
        var other = Rows.Caller(account: "999988887777");

        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), ca));
        Assert.IsType<Registration.HeldByAnotherAccount>(await database.RegisterAsync(other, ca));
        Assert.Null(await FindAsync(database, other, ca.CertificateId));
        Assert.IsType<Registration.AlreadyRegistered>(await database.RegisterAsync(Rows.Caller(), ca));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(other with { Region = "us-west-2" }, ca));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(other, Rows.CA("one", mode: CACertificate.SniOnly)));
        Assert.Equal(["eu-central-1|111122223333", "us-west-2|999988887777"], await store.RowsAsync("SELECT region, account_id FROM ca_certificate WHERE certificate_mode = 'DEFAULT' ORDER BY region"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_eleventh_CA_of_a_subject_is_refused_with_the_ten_there_are(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var ten = Enumerable.Range(0, 10).Select(number => Rows.CA($"{number}")).ToList();
        foreach (var ca in ten)
        {
            Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), ca));
        }

        var full = Assert.IsType<Registration.SubjectIsFull>(await database.RegisterAsync(Rows.Caller(), Rows.CA("eleventh", mode: CACertificate.DefaultMode)));

        Assert.Equal(ten.Select(ca => ca.CertificateId).Order(StringComparer.Ordinal), full.CertificateIds);
        Assert.Equal(10, await store.CountAsync("ca_certificate"));
        Assert.IsType<Registration.AlreadyRegistered>(await database.RegisterAsync(Rows.Caller(), ten[3]));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), Rows.CA("eleventh", subject: "another")));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(region: "us-west-2"), Rows.CA("eleventh")));
        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(account: "999988887777"), Rows.CA("eleventh")));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_refused_registration_leaves_every_table_as_it_was(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var held = Rows.CA("held", mode: CACertificate.DefaultMode);
        await database.RegisterAsync(Rows.Caller(), held);

        Assert.IsType<Registration.HeldByAnotherAccount>(await database.RegisterAsync(Rows.Caller(account: "999988887777"), held));
        Assert.IsType<Registration.AlreadyRegistered>(await database.RegisterAsync(Rows.Caller(), held));

        Assert.Equal(["111122223333"], await store.RowsAsync("SELECT account_id FROM ca_certificate"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_limit_of_ten_holds_when_forty_ask_at_once(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            number => Task.Run(() => database.RegisterAsync(Rows.Caller(), Rows.CA($"{number}")), Cancelled)));

        Assert.Equal(10, outcomes.Count(outcome => outcome is Registration.Done));
        Assert.Equal(30, outcomes.Count(outcome => outcome is Registration.SubjectIsFull));
        Assert.Equal(10, await store.CountAsync("ca_certificate"));
    }

    private static Task<CACertificate?> FindAsync(Database database, Caller caller, string id) =>
        database.ReadAsync(session => CACertificateTable.FindAsync(session, caller, id, Cancelled), Cancelled);

    private static void AssertSame(CACertificate stored, CACertificate? read)
    {
        Assert.NotNull(read);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(stored.Der)), Convert.ToHexString(SHA256.HashData(read.Der)));
        Assert.Equal(stored, read with { Der = stored.Der });
    }
}
