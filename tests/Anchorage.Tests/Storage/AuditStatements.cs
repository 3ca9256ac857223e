using Anchorage.Auditing;
using Anchorage.Storage;

namespace Anchorage.Tests.Storage;

/// <summary>Every statement of the audit trail, to have their plans looked at.</summary>
internal static class AuditStatements
{
    /// <summary>How many of them are pages: one for each order.</summary>
    public const int Pages = 2;

    /// <summary>Records of two accounts, the second's one in a hundred.</summary>
    public const string FillPostgres = """
        INSERT INTO audit_record SELECT CASE n % 100 WHEN 1 THEN '444455556666' ELSE '111122223333' END, n, n, 'eu-central-1', 'anonymous', '', '', '', 'CreateThing', '', 'Success', n::text
        FROM generate_series(0, 9999) n
        """;

    public static async Task RunAsync(Session session, CancellationToken cancelled)
    {
        await AuditTable.InsertAsync(session, Rows.Record(1), cancelled);
        var search = new AuditSearch(Rows.Record(1).AccountId, AuditTable.Place(0, -1), AuditTable.Place(long.MaxValue, -1), Outcome: "Success");
        foreach (var ascending in new[] { true, false })
        {
            Assert.Single(await AuditTable.PageAsync(session, search, ascending, 26, cancelled));
            Assert.NotNull(await AuditTable.PlaceAsync(session, search, ascending, 1, cancelled));
        }

        Assert.NotNull(await AuditTable.OldestOfNextAsync(session, "1", cancelled));
        Assert.Equal(1, await AuditTable.DeleteOlderAsync(session, Rows.Record(1).AccountId, Rows.Noon.AddDays(1), 10, cancelled));
    }
}
