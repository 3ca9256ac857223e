using System.Globalization;
using Anchorage.Configuration;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>The query of ListAuditRecords, read.</summary>
internal sealed record ListAuditRecordsRequest(string AccountId, PageRequest Page, AuditSearch Search)
{
    /// <summary>Longest ARN (service model, ResourceArn).</summary>
    private const int LongestArn = 2048;

    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Reads it; each parameter that is not of its shape becomes a sentence.</summary>
    public static ListAuditRecordsRequest Read(Call call, Installation on, Faults faults)
    {
        var query = new QueryShape(call.Query, faults);
        var account = query.Text("account") ?? call.Caller.AccountId;
        if (!ServeOptionsReading.AccountForm().IsMatch(account))
        {
            faults.Add($"The query parameter account is {Printable.Quoted(account)}; wanted 12 digits.");
        }

        var region = query.Text("region") ?? string.Empty;
        if (region.Length > 0 && !ServeOptionsReading.RegionForm().IsMatch(region))
        {
            faults.Add($"The query parameter region is {Printable.Quoted(region)}; wanted a region name such as us-east-1.");
        }

        var operation = query.Text("operation") ?? string.Empty;
        if (operation.Length > 0 && !AuditedOperations.Has(operation))
        {
            faults.Add($"The query parameter operation is {Printable.Quoted(operation)}; wanted the name of an operation, such as RegisterCACertificate. docs/operations.md lists them, and docs/audit.md what happens without one.");
        }

        var outcome = query.Text("outcome") ?? string.Empty;
        if (outcome.Length > 0 && outcome is not (AuditRecord.Success or AuditRecord.Refused) && !WireErrorKind.All.Any(kind => kind.Name == outcome))
        {
            faults.Add($"The query parameter outcome is {Printable.Quoted(outcome)}; wanted {AuditRecord.Success}, {AuditRecord.Refused}, or the name of an error, which docs/errors.md lists.");
        }

        var (principal, resource) = (Arn("principal"), Arn("resource"));
        var (since, until) = (Time("since"), Time("until"));
        if (since is not null && since >= until)
        {
            faults.Add("The query parameter since is not before until; nothing can be between them.");
        }

        var page = PageRequest.Read(
            call, $"ListAuditRecords {account} {region} {operation} {outcome} {principal} {resource} {query.Text("since")} {query.Text("until")}", on.Markers, faults);

        // Older ones may still be stored, until they are deleted.
        var oldest = on.Audit.Oldest;
        var from = AuditTable.Place((since > oldest ? since.Value : oldest).ToUnixTimeMilliseconds(), -1);
        var to = AuditTable.Place(until?.ToUnixTimeMilliseconds() ?? long.MaxValue, -1);
        if (page.After is { } after)
        {
            (from, to) = page.Ascending ? (AuditTable.Compare(after, from) > 0 ? after : from, to) : (from, after);
        }

        return new ListAuditRecordsRequest(account, page, new AuditSearch(account, from, to, region, principal, resource, operation, outcome));

        string Arn(string name)
        {
            var text = query.Text(name) ?? string.Empty;
            if (text.Length > LongestArn || text.Any(char.IsWhiteSpace))
            {
                faults.Add($"The query parameter {name} is {Printable.Quoted(text)}; wanted an ARN or the end of one, without blanks and of at most {LongestArn} characters.");
            }

            return text;
        }

        DateTimeOffset? Time(string name)
        {
            if (query.Text(name) is not { } text)
            {
                return null;
            }

            if (DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            faults.Add($"The query parameter {name} is {Printable.Quoted(text)}; wanted a time such as 2030-01-31T12:00:00Z.");
            return null;
        }
    }
}
