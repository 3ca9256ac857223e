using System.Text.Json.Serialization;
using Anchorage.Configuration;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <param name="Records">The page. It may be empty and not be the last: a search looks at a bounded number of records for each page.</param>
/// <param name="NextMarker">Where the next page begins; left out on the last.</param>
/// <param name="FollowMarker">In ascending order, from where to ask again later. Some of what it stands after may be told again, since what is being written has its place already.</param>
internal sealed record ListAuditRecordsResponse(
    IReadOnlyList<AuditRecordDescription> Records,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FollowMarker);

/// <summary>Lists what was done in an account and what was refused, newest first. Not an operation of AWS.</summary>
internal static class ListAuditRecords
{
    public const string Path = "/-/audit";

    /// <summary>Most records that are looked at for one page.</summary>
    public const int MostExamined = 5000;

    /// <summary>What is written later than this after its time is not told to who follows.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public static readonly Operation Operation = Operation.Of(
        "ListAuditRecords", "GET", Path, changes: false, [WireErrorKind.AccessDenied],
        static () => AuditShapes.Wire.ListAuditRecordsResponse,
        RunAsync);

    private static async Task<Result<ListAuditRecordsResponse>> RunAsync(Call call, Installation on)
    {
        var faults = new Faults();
        var request = ListAuditRecordsRequest.Read(call, on, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var (account, page) = (request.AccountId, request.Page);
        if (account != call.Caller.AccountId && !SeesAll(call.Caller, on.Options))
        {
            return WireError.AccessDenied(
                $"The records of other accounts are for administrators of the installation's own account {on.Options.Account}. Leave account out for those of {call.Caller.AccountId}.");
        }

        // What has just happened is what is looked for.
        await on.Audit.SettleAsync(call.Cancelled);
        var settled = AuditTable.Place((on.Clock.GetUtcNow() - Settling).ToUnixTimeMilliseconds(), -1);
        var (found, examined) = await on.Database.ReadAsync(session => FindAsync(session, request, call.Cancelled), call.Cancelled);
        var (records, next) = page.Cut(found, call.Caller, on.Markers, PlaceOf);
        next ??= examined is null ? null : on.Markers.Write(call.Caller, page.Listing, examined);
        var follow = next is null && page.Ascending
            ? on.Markers.Write(call.Caller, page.Listing, Later(request.Search.From, records.Count > 0 ? Earlier(PlaceOf(records[^1]), settled) : settled))
            : null;
        return new ListAuditRecordsResponse(records.ConvertAll(AuditRecordDescription.Of), next, follow);
    }

    /// <summary>One more than the page holds if there are so many, and the last place that was looked at if there is more to look at.</summary>
    private static async Task<(List<AuditRecord> Found, PagePlace? Examined)> FindAsync(
        Session session, ListAuditRecordsRequest request, CancellationToken cancellationToken)
    {
        var (search, page) = (request.Search, request.Page);
        PagePlace? examined = null;
        if (search.IsFiltered && await AuditTable.PlaceAsync(session, search, page.Ascending, MostExamined, cancellationToken) is { } bound)
        {
            examined = bound;
            search = page.Ascending ? search with { To = AuditTable.Beside(bound, 1) } : search with { From = AuditTable.Beside(bound, -1) };
        }

        return (await AuditTable.PageAsync(session, search, page.Ascending, page.Size + 1, cancellationToken), examined);
    }

    private static bool SeesAll(Caller caller, ServeOptions options) => caller.AccountId == options.Account && caller.Principal is { IsAdministrator: true };

    private static PagePlace PlaceOf(AuditRecord record) => AuditTable.Place(record.RecordedAt.ToUnixTimeMilliseconds(), record.Sequence);

    private static PagePlace Earlier(PagePlace one, PagePlace other) => AuditTable.Compare(one, other) <= 0 ? one : other;

    private static PagePlace Later(PagePlace one, PagePlace other) => AuditTable.Compare(one, other) <= 0 ? other : one;
}
