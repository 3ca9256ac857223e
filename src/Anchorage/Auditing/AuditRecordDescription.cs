using System.Globalization;
using System.Text.Json.Serialization;

namespace Anchorage.Auditing;

/// <summary>One record as it is told; members of which nothing is known are left out.</summary>
/// <param name="RecordId">Unique in its account.</param>
/// <param name="RecordedAt">RFC 3339, UTC, to the millisecond.</param>
/// <param name="Resources">ARNs.</param>
/// <param name="Outcome"><c>Success</c>, or the name of the error that was answered.</param>
internal sealed record AuditRecordDescription(
    string RecordId,
    string RecordedAt,
    string AccountId,
    string Region,
    string Principal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessKeyId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SourceAddress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserAgent,
    string Operation,
    IReadOnlyList<string> Resources,
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RequestId)
{
    public static AuditRecordDescription Of(AuditRecord record) => new(
        record.Id,
        record.RecordedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        record.AccountId,
        record.Region,
        record.Principal,
        NullIfEmpty(record.AccessKeyId),
        NullIfEmpty(record.SourceAddress),
        NullIfEmpty(record.UserAgent),
        record.Operation,
        record.Resources.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        record.Outcome,
        NullIfEmpty(record.RequestId));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
