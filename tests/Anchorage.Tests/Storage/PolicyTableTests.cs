using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Storage;

public class PolicyTableTests
{
    private const string Document = """{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_twenty_policies_attached_at_once_a_target_gets_ten(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var names = Enumerable.Range(0, 20).Select(number => $"p{number}").ToList();
        foreach (var name in names)
        {
            Assert.True(await CreateAsync(database, name));
        }

        var outcomes = await Task.WhenAll(names.Select(name => AttachAsync(database, name)));

        Assert.Equal(10, outcomes.Count(outcome => outcome is PolicyAttachment.Done));
        Assert.Equal(10, outcomes.Count(outcome => outcome is PolicyAttachment.TargetIsFull));
        Assert.Equal(10, await store.CountAsync("policy_attachment"));
        Assert.Equal(["10"], await store.RowsAsync("SELECT policy_count FROM policy_target"));

        // Detached at once, twice each, they leave nothing behind.
        await Task.WhenAll(names.Concat(names).Select(name => DetachAsync(database, name)));
        Assert.Equal(0, await store.CountAsync("policy_attachment"));
        Assert.Equal(0, await store.CountAsync("policy_target"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_twenty_versions_added_at_once_four_join_the_first(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await CreateAsync(database, "p");

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => database.WriteAsync(
            async session => await PolicyVersionTable.TryAddAsync(session, Rows.Caller(), "p", Document, asDefault: true, Rows.Noon, Cancelled) is { } id
                ? Write.Keep<string?>(id) : Write.Undo<string?>(null),
            Cancelled)));

        Assert.Equal(["2", "3", "4", "5"], added.OfType<string>().Order(StringComparer.Ordinal));
        Assert.Equal(5, await store.CountAsync("policy_version"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_policy_that_is_attached_and_deleted_at_once_is_one_of_both(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        for (var round = 0; round < 20; round++)
        {
            await CreateAsync(database, "p");

            var attaching = Task.Run(() => AttachAsync(database, "p"), Cancelled);
            var deleting = Task.Run(() => DeleteAsync(database, "p"), Cancelled);

            Assert.Equal(await deleting, await attaching is PolicyAttachment.NoSuchPolicy);
            await DetachAsync(database, "p");
            await DeleteAsync(database, "p");
            Assert.Equal(0, await store.CountAsync("policy_version"));
            Assert.Equal(0, await store.CountAsync("policy_target"));
        }
    }

    private static Task<bool> CreateAsync(Database database, string name) => database.WriteAsync(
        async session => Write.Keep(await PrincipalPolicies.TryCreateAsync(session, Rows.Caller(), name, Document, Rows.Noon, Cancelled)), Cancelled);

    private static Task<bool> DeleteAsync(Database database, string name) => database.WriteAsync(
        async session => Write.Keep(await PolicyTable.TryDeleteAsync(session, Rows.Caller(), name, Cancelled)), Cancelled);

    private static Task<bool> DetachAsync(Database database, string name) => database.WriteAsync(
        async session => Write.Keep(await PolicyAttachmentTable.TryDeleteAsync(session, Rows.Caller(), "cert/a", name, Cancelled)), Cancelled);

    private static Task<PolicyAttachment> AttachAsync(Database database, string name) => database.WriteAsync(
        async session => await PrincipalPolicies.AttachAsync(session, Rows.Caller(), "cert/a", name, Rows.Noon, Cancelled) is var outcome
            && outcome is PolicyAttachment.Done ? Write.Keep(outcome) : Write.Undo(outcome),
        Cancelled);
}
