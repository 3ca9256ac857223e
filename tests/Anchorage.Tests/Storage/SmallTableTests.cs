using System.Collections.Immutable;
using Anchorage.Accounts;
using Anchorage.ProvisioningTemplates;
using Anchorage.RegistrationCodes;
using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Tests.Harness;
using Anchorage.Wire;

namespace Anchorage.Tests.Storage;

public class SmallTableTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Tags_are_read_back_by_key_in_the_order_of_their_bytes(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        ImmutableArray<Tag> tags =
        [
            new("zone", "'; DROP TABLE tag; --"), new("Zone", "\"\\ %_"), new("ä", "漢字 \U0001F512"), new("a b", ""), new(new string('k', 128), new string('v', 256)), new("_", " "),
        ];

        await AddAsync(Rows.Caller(), "cacert/1", tags);
        await AddAsync(Rows.Caller(), "cacert/2", [new("other", "resource")]);
        await AddAsync(Rows.Caller(region: "us-west-2"), "cacert/1", [new("other", "region")]);
        await AddAsync(Rows.Caller(account: "999988887777"), "cacert/1", [new("other", "account")]);

        Assert.Equal(
            tags.OrderBy(tag => tag.Key, StringComparer.Ordinal),
            await database.ReadAsync(session => ResourceTags.ListAsync(session, Rows.Caller(), "cacert/1", Cancelled), Cancelled));
        Assert.Empty(await database.ReadAsync(session => ResourceTags.ListAsync(session, Rows.Caller(), "cacert/3", Cancelled), Cancelled));

        Task<int> AddAsync(Caller caller, string resource, ImmutableArray<Tag> some) => database.WriteAsync(
            async session =>
            {
                await ResourceTags.AddAsync(session, caller, resource, some, Cancelled);
                return Write.Keep(0);
            },
            Cancelled);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_registration_code_is_made_once_and_is_new_after_it_was_deleted(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        Assert.Null(await FindAsync(Rows.Caller()));
        Assert.False(await DeleteAsync(Rows.Caller()));

        var code = await MakeAsync(Rows.Caller());

        Assert.Matches("^[0-9a-f]{64}$", code);
        Assert.Equal(code, await MakeAsync(Rows.Caller()));
        Assert.Equal(code, await FindAsync(Rows.Caller()));
        Assert.NotEqual(code, await MakeAsync(Rows.Caller(region: "us-west-2")));
        Assert.NotEqual(code, await MakeAsync(Rows.Caller(account: "999988887777")));
        Assert.True(await DeleteAsync(Rows.Caller()));
        Assert.False(await DeleteAsync(Rows.Caller()));
        Assert.Null(await FindAsync(Rows.Caller()));
        Assert.NotEqual(code, await MakeAsync(Rows.Caller()));
        Assert.Equal(3, await store.CountAsync("registration_code"));

        Task<string?> FindAsync(Caller caller) => database.ReadAsync(session => RegistrationCode.FindAsync(session, caller, Cancelled), Cancelled);

        Task<string> MakeAsync(Caller caller) => database.WriteAsync(
            async session => Write.Keep(await RegistrationCode.FindOrMakeAsync(session, caller, Rows.Noon, Cancelled)), Cancelled);

        Task<bool> DeleteAsync(Caller caller) => database.WriteAsync(
            async session => Write.Keep(await RegistrationCode.TryDeleteAsync(session, caller, Cancelled)), Cancelled);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_account_has_one_enabled_root_key_the_last_that_was_set(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        Assert.Null(await RootAsync("111122223333"));

        Assert.True(await SetAsync(Key("FIRST", "111122223333", 1)));
        Assert.True(await SetAsync(Key("OTHERS", "999988887777", 2)));
        Assert.True(await SetAsync(Key("SECOND", "111122223333", 3)));

        Assert.Equal("SECOND", await RootAsync("111122223333"));
        Assert.Equal("OTHERS", await RootAsync("999988887777"));
        Assert.False((await FindAsync("FIRST"))!.Enabled);
        Assert.Null(await FindAsync("second"));

        // Back to the first, with another secret.
        Assert.True(await SetAsync(Key("FIRST", "111122223333", 4)));
        var first = (await FindAsync("FIRST"))!;
        Assert.True(first.Enabled);
        Assert.Equal([4, 0, 255], first.SealedSecret);
        Assert.Equal("111122223333", first.AccountId);
        Assert.Null(first.SessionTokenDigest);
        Assert.Null(first.ExpiresAt);
        Assert.False((await FindAsync("SECOND"))!.Enabled);

        Task<AccessKey?> FindAsync(string id) => database.ReadAsync(session => AccessKeyTable.FindAsync(session, "111122223333", id, Cancelled), Cancelled);

        Task<string?> RootAsync(string account) => database.ReadAsync(session => AccessKeyTable.FindRootAsync(session, account, Cancelled), Cancelled);

        Task<bool> SetAsync(AccessKey key) => database.WriteAsync(
            async session => Write.Keep(await AccessKeyTable.TrySetRootAsync(session, key, Cancelled)), Cancelled);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Another_accounts_key_and_a_key_that_is_no_root_key_cannot_become_root(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await database.WriteAsync(
            async session =>
            {
                await AccessKeyTable.TrySetRootAsync(session, Key("THEIRS", "999988887777", 1), Cancelled);
                return Write.Keep(await session.Sql("""
                    INSERT INTO access_key (access_key_id, account_id, sealed_secret, session_token_digest, expires_at_ms, root, enabled, created_at_ms)
                    VALUES ('SESSION', '111122223333', @secret, @digest, 1772625600123, 0, 1, 0)
                    """).With("@secret", new byte[] { 7 }).With("@digest", new byte[] { 8, 9 }).ExecuteAsync(Cancelled));
            },
            Cancelled);

        foreach (var id in new[] { "THEIRS", "SESSION" })
        {
            Assert.False(await database.WriteAsync(
                async session => Write.Undo(await AccessKeyTable.TrySetRootAsync(session, Key(id, "111122223333", 5), Cancelled)), Cancelled));
        }

        Assert.Equal(["THEIRS"], await store.RowsAsync("SELECT access_key_id FROM access_key WHERE root = 1 AND enabled = 1"));
        var session = (await database.ReadAsync(session => AccessKeyTable.FindAsync(session, "111122223333", "SESSION", Cancelled), Cancelled))!;
        Assert.Equal([8, 9], session.SessionTokenDigest!);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1772625600123), session.ExpiresAt);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_template_is_found_by_its_exact_name_in_its_account_and_region(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await database.AddTemplateAsync(Rows.Caller(), "fleet", "JITP");
        await database.AddTemplateAsync(Rows.Caller(), "Fleet", "FLEET_PROVISIONING");

        Assert.Equal("JITP", await TypeAsync(Rows.Caller(), "fleet"));
        Assert.Equal("FLEET_PROVISIONING", await TypeAsync(Rows.Caller(), "Fleet"));
        Assert.Null(await TypeAsync(Rows.Caller(), "fleet "));
        Assert.Null(await TypeAsync(Rows.Caller(region: "us-west-2"), "fleet"));
        Assert.Null(await TypeAsync(Rows.Caller(account: "999988887777"), "fleet"));

        Task<string?> TypeAsync(Caller caller, string name) =>
            database.WriteAsync(async session => Write.Keep(await NamedTemplate.HoldTypeAsync(session, caller, name, Cancelled)), Cancelled);
    }

    private static AccessKey Key(string id, string account, byte secret) => new(id, account, null, [secret, 0, 255], null, null, Enabled: true, Rows.Noon);
}

/// <summary>Templates cannot be made over the API yet; a row is what a registration asks for.</summary>
internal static class TemplateRows
{
    public static Task<int> AddTemplateAsync(this Database database, Caller caller, string name, string type) => database.WriteAsync(
        async session => Write.Keep(await session.Sql("""
            INSERT INTO provisioning_template (account_id, region, template_name, template_type, created_at_ms) VALUES (@account, @region, @name, @type, 0)
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", name).With("@type", type)
            .ExecuteAsync(TestContext.Current.CancellationToken)),
        TestContext.Current.CancellationToken);
}
