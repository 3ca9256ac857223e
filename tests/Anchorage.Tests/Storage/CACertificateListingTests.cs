using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Anchorage.Wire;

namespace Anchorage.Tests.Storage;

public class CACertificateListingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Pages_of_any_size_give_every_CA_once_in_order_though_times_are_equal(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var cas = new List<CACertificate>();

        // Three to a millisecond, so that most page ends fall between equal times, with gaps and a time before 1970.
        for (var number = 0; number < 20; number++)
        {
            var ca = Rows.CA($"{number}", subject: $"{number}", created: number < 3 ? DateTimeOffset.UnixEpoch.AddMilliseconds(-5) : Rows.Noon.AddMilliseconds(number / 3 * 7));
            cas.Add(ca);
            await database.RegisterAsync(Rows.Caller(), ca);
        }

        var oldestFirst = cas.OrderBy(ca => ca.CreatedAt).ThenBy(ca => ca.CertificateId, StringComparer.Ordinal).Select(ca => ca.CertificateId).ToList();
        foreach (var size in new[] { 1, 2, 3, 7, 20, 21 })
        {
            Assert.Equal(oldestFirst, await WalkAsync(database, ascending: true, null, size));
            Assert.Equal(Enumerable.Reverse(oldestFirst), await WalkAsync(database, ascending: false, null, size));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_template_name_gives_only_its_CAs(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        for (var number = 0; number < 12; number++)
        {
            var template = (number % 4) switch { 0 => "fleet", 1 => "Fleet", 2 => "fleet-2", _ => null };
            await database.RegisterAsync(
                Rows.Caller(), Rows.CA($"{number}", subject: $"{number}", config: template is null ? null : new RegistrationConfig(null, null, template)));
        }

        var wanted = new[] { "0", "4", "8" }.Select(Rows.Digest).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(wanted, await WalkAsync(database, ascending: true, "fleet", 2));
        Assert.Equal(Enumerable.Reverse(wanted), await WalkAsync(database, ascending: false, "fleet", 2));
        Assert.Empty(await WalkAsync(database, ascending: true, "flee", 2));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Other_accounts_and_regions_are_not_in_it(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await database.RegisterAsync(Rows.Caller(), Rows.CA("mine"));
        await database.RegisterAsync(Rows.Caller(account: "111122223334"), Rows.CA("another account's"));
        await database.RegisterAsync(Rows.Caller(account: "111122223332"), Rows.CA("one more account's"));
        await database.RegisterAsync(Rows.Caller(region: "eu-central-2"), Rows.CA("another region's"));

        Assert.Equal([Rows.Digest("mine")], await WalkAsync(database, ascending: true, null, 1));
        Assert.Equal([Rows.Digest("mine")], await WalkAsync(database, ascending: false, null, 1));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_CA_registered_while_the_list_is_walked_moves_no_other(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        for (var number = 0; number < 6; number++)
        {
            await database.RegisterAsync(Rows.Caller(), Rows.CA($"{number}", subject: $"{number}", created: Rows.Noon.AddMinutes(number)));
        }

        var first = await PageAsync(database, null, ascending: false, null, 3);
        await database.RegisterAsync(Rows.Caller(), Rows.CA("newest", subject: "newest", created: Rows.Noon.AddMinutes(99)));
        var second = await PageAsync(database, PlaceOf(first[^1]), ascending: false, null, 10);

        Assert.Equal(new[] { "5", "4", "3" }.Select(Rows.Digest), first.Select(line => line.CertificateId));
        Assert.Equal(new[] { "2", "1", "0" }.Select(Rows.Digest), second.Select(line => line.CertificateId));
    }

    private static async Task<List<string>> WalkAsync(Database database, bool ascending, string? template, int size)
    {
        var ids = new List<string>();
        PagePlace? after = null;
        while (await PageAsync(database, after, ascending, template, size) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, size);
            ids.AddRange(page.Select(line => line.CertificateId));
            after = PlaceOf(page[^1]);
        }

        return ids;
    }

    private static PagePlace PlaceOf(CACertificateLine line) => new(line.CreatedAt.ToUnixTimeMilliseconds(), line.CertificateId);

    private static Task<List<CACertificateLine>> PageAsync(Database database, PagePlace? after, bool ascending, string? template, int size) =>
        database.ReadAsync(session => CACertificateListing.PageAsync(session, Rows.Caller(), after, ascending, template, size, Cancelled), Cancelled);
}
