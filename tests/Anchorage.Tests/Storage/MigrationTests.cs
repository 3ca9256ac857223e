using System.Globalization;
using System.Text.RegularExpressions;
using Anchorage.Storage;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Storage;

public partial class MigrationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_empty_store_gets_every_migration(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        Assert.NotEmpty(Migrations.Names(database.Dialect));
        Assert.Equal(Migrations.Names(database.Dialect), await store.RowsAsync("SELECT name FROM schema_migration ORDER BY name"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Migrating_again_changes_nothing(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var before = await store.RowsAsync("SELECT name, applied_at_ms FROM schema_migration ORDER BY name");

        await database.MigrateAsync(TimeProvider.System, Cancelled);

        Assert.Equal(before, await store.RowsAsync("SELECT name, applied_at_ms FROM schema_migration ORDER BY name"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Eight_nodes_that_start_at_once_migrate_once(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);

        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(store.OpenMigratedAsync, Cancelled)));

        Assert.Equal(Migrations.Names(nodes[0].Dialect), await store.RowsAsync("SELECT name FROM schema_migration ORDER BY name"));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await database.WriteAsync(
            async session => Write.Keep(await session.Sql("INSERT INTO schema_migration (name, applied_at_ms) VALUES ('9999_from_the_future', 1)").ExecuteAsync(Cancelled)),
            Cancelled);

        var refusal = await Assert.ThrowsAsync<SchemaTooNewException>(() => database.MigrateAsync(TimeProvider.System, Cancelled));

        Assert.Contains("9999_from_the_future", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Migrations.Names(database.Dialect).Length + 1, await store.CountAsync("schema_migration"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task CAs_of_before_their_keys_were_merged_are_there_after_it(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = store.Open();
        await database.WriteAsync(
            async session =>
            {
                await session.Sql("CREATE TABLE schema_migration (name TEXT NOT NULL PRIMARY KEY, applied_at_ms BIGINT NOT NULL)").ExecuteAsync(Cancelled);
                foreach (var name in Migrations.Names(database.Dialect).TakeWhile(name => !name.StartsWith("0014", StringComparison.Ordinal)))
                {
                    await session.Sql(Migrations.Text(database.Dialect, name)).ExecuteAsync(Cancelled);
                    await session.Sql("INSERT INTO schema_migration (name, applied_at_ms) VALUES (@name, 1)").With("@name", name).ExecuteAsync(Cancelled);
                }

                await session.Sql("""
                    INSERT INTO ca_certificate (account_id, region, certificate_id, der, subject_digest, status, auto_registration_status, certificate_mode,
                        not_before_ms, not_after_ms, template_body, template_name, role_arn, customer_version, generation_id, created_at_ms, modified_at_ms)
                    VALUES
                        ('111122223333', 'eu-central-1', 'held', @der, 's', 'ACTIVE', 'ENABLE', 'DEFAULT', 1, 2, 'body', 'name', 'role', 3, 'g', 4, 5),
                        ('111122223333', 'us-west-2', 'held', @der, 's', 'INACTIVE', 'DISABLE', 'DEFAULT', 1, 2, NULL, NULL, NULL, 1, 'h', 6, 7),
                        ('999988887777', 'eu-central-1', 'held', @der, 's', 'ACTIVE', 'DISABLE', 'SNI_ONLY', 1, 2, NULL, NULL, NULL, 1, 'i', 8, 9)
                    """).With("@der", new byte[] { 0x30 }).ExecuteAsync(Cancelled);
                return Write.Keep(0);
            },
            Cancelled);
        const string All = "SELECT * FROM ca_certificate ORDER BY created_at_ms";
        var before = await store.RowsAsync(All);

        await database.MigrateAsync(TimeProvider.System, Cancelled);

        Assert.Equal(3, before.Count);
        Assert.Equal(before, await store.RowsAsync(All));
        Assert.IsType<Anchorage.CACertificates.Registration.HeldByAnotherAccount>(await database.RegisterAsync(
            Rows.Caller(account: "444455556666"), Rows.CA("new", mode: "DEFAULT") with { CertificateId = "held" }));
    }

    [Fact]
    public void Both_databases_have_the_same_migrations_numbered_without_gaps()
    {
        var names = Migrations.Names("sqlite");

        Assert.Equal(names, Migrations.Names("postgres"));
        Assert.Equal(Enumerable.Range(1, names.Length), names.Select(name => int.Parse(name[..4], CultureInfo.InvariantCulture)));
        Assert.All(names, name => Assert.Matches(NameForm(), name));
    }

    [Fact]
    public async Task Both_databases_have_the_same_tables_columns_keys_and_indices()
    {
        await using var sqlite = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var postgres = await TestStore.MakeAsync(Dialect.Postgres);
        await using var one = await sqlite.OpenMigratedAsync();
        await using var other = await postgres.OpenMigratedAsync();

        var columns = await sqlite.RowsAsync("""
            SELECT t.name || '.' || c.name || ' ' || c.type || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END || CASE WHEN c.pk > 0 THEN ' key ' || c.pk ELSE '' END
            FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid
            """);
        Assert.NotEmpty(columns);
        Assert.Equal(
            columns.Select(column => column.Replace(" INTEGER", " BIGINT", StringComparison.Ordinal).Replace(" BLOB", " BYTEA", StringComparison.Ordinal)),
            await postgres.RowsAsync("""
                SELECT c.table_name || '.' || c.column_name || ' ' || upper(c.data_type)
                    || CASE c.is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || coalesce(' key ' || k.ordinal_position, '')
                FROM information_schema.columns c
                LEFT JOIN (information_schema.key_column_usage k
                    JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name AND t.table_schema = k.table_schema AND t.constraint_type = 'PRIMARY KEY')
                    ON k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name
                WHERE c.table_schema = 'public' ORDER BY c.table_name COLLATE "C", c.ordinal_position
                """));

        // What one writer at a time sees for itself in SQLite has a key of its own in PostgreSQL.
        Assert.Equal(
            await sqlite.RowsAsync("""
                SELECT i.name || ' ' || group_concat(c.name, ',' ORDER BY c.seqno) || CASE i.partial WHEN 1 THEN ' partial' ELSE '' END
                FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
                WHERE t.type = 'table' AND i.origin = 'c' GROUP BY i.name ORDER BY i.name
                """),
            await postgres.RowsAsync("""
                SELECT i.relname || ' ' || string_agg(a.attname, ',' ORDER BY a.attnum) || CASE WHEN x.indpred IS NOT NULL THEN ' partial' ELSE '' END
                FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = i.oid
                WHERE NOT x.indisprimary AND i.relname <> 'ca_certificate_default_holder' AND i.relnamespace = 'public'::regnamespace GROUP BY i.relname, x.indpred ORDER BY i.relname COLLATE "C"
                """));
    }

    [Fact]
    public async Task PostgreSQL_orders_text_by_its_bytes_as_SQLite_does()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Postgres);
        await using var database = await store.OpenMigratedAsync();

        Assert.Empty(await store.RowsAsync("""
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name <> 'schema_migration' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
            """));
    }

    [GeneratedRegex(@"\A[0-9]{4}_[a-z]+(_[a-z]+)+\z")]
    private static partial Regex NameForm();
}
