namespace Anchorage.Tests.Harness;

/// <summary>The databases that ship.</summary>
public enum Dialect
{
    Sqlite,
    Postgres,
}

/// <summary>Runs a theory on both databases: <c>[Theory, ClassData(typeof(BothDatabases))]</c>.</summary>
public sealed class BothDatabases : TheoryData<Dialect>
{
    public BothDatabases()
    {
        Add(Dialect.Sqlite);
        Add(Dialect.Postgres);
    }
}
