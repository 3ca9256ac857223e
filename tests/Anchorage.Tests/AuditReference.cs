using System.Text;
using Anchorage.Auditing;

namespace Anchorage.Tests;

/// <summary>The reference of the audit trail, docs/audit.md.</summary>
internal static class AuditReference
{
    public static string Page(string note)
    {
        var page = new StringBuilder("# Audit trail\n\n").Append(note).Append(Text);
        foreach (var happening in AuditedOperations.Happenings)
        {
            page.Append($"| `{happening.Name}` | {happening.Meaning} |\n");
        }

        return page.ToString();
    }

    private static readonly string Text = $$"""
        Who did what, and what was refused? `anchorage audit` shows it ([command line](cli.md)), and with `--output json` exports it, a line for each record.

        - **Every change** is recorded in the same transaction as the change itself. A change whose record cannot be written is not made, and what was acknowledged has its
          record after a power loss too. An operation that finds nothing to change and says so with success is recorded as well.
        - **Every refusal of a known caller** is recorded with the name of its error: denied permissions, faults of what was sent, conflicts, unknown paths, also of
          operations that only read. Refusals are written many together, a moment after their answer. When they come faster than that, callers wait for room, two seconds
          at most; one that found none is counted, and the log tells how many are missing. A kill of the process can lose those of its last moment.
        - **Whoever is not known** (unsigned requests, unknown keys, wrong signatures) leaves no record. They are counted by kind of error, and of each kind one line a minute goes
          to the log that tells for how many it stands.
        - Reads that succeed are not recorded.
        - A record holds neither bodies nor query strings nor messages, so neither certificates nor keys nor secrets: only names of the form of an ARN's.
        - Records are kept for `--audit-retention` days (90 unless said, 0 keeps all) and deleted some at a time, every hour. `--audit off` records nothing; what was recorded stays.
        - What happens before anybody can call is not recorded: migrations, and the root key that the operator sets or the first start makes. The log tells of a start.

        ## A record

        | member | meaning |
        | --- | --- |
        | `recordId` | unique in its account |
        | `recordedAt` | RFC 3339, UTC, to the millisecond |
        | `accountId` | the account of who called |
        | `region` | the region that was called |
        | `principal` | `arn:aws:iam::ACCOUNT:user/NAME`, `arn:aws:iam::ACCOUNT:root`, a device's certificate `arn:aws:iot:REGION:ACCOUNT:cert/ID`, or `{{AuditRecord.Anonymous}}` under `--auth none`, where nothing is proven |
        | `accessKeyId` | the key it was signed with; under `--auth none` whatever the caller said |
        | `sourceAddress` | the IP address as the service sees it |
        | `userAgent` | what the caller says of itself, at most {{AuditRecord.MostUserAgent}} characters |
        | `operation` | an operation's name ([operations](operations.md)), or one of those below |
        | `resources` | ARNs, at most {{AuditRecord.MostResources}}; of an access key `arn:aws:iam::ACCOUNT:access-key/ID`, which AWS does not have |
        | `outcome` | `{{AuditRecord.Success}}`, or the name of the error that was answered ([errors](errors.md)) |
        | `requestId` | as in the answer's `x-amzn-RequestId` and in the log |

        What is not known is left out. Members may be added.

        ## GET {{ListAuditRecords.Path}}

        Needs `anchorage:ListAuditRecords`, on the resource `*`.

        | query parameter | meaning |
        | --- | --- |
        | `since`, `until` | times such as `2030-01-31T12:00:00Z`; from the one on, and earlier than the other |
        | `principal` | its ARN or the end of one after a `/` or `:`, such as `ci` or `root`; or the id of an access key |
        | `resource` | an ARN or the end of one, such as an id |
        | `operation` | its name |
        | `outcome` | `{{AuditRecord.Success}}`, `{{AuditRecord.Refused}}` for any other, or the name of an error |
        | `region` | of calls to this region; without it, to any |
        | `account` | another account than the caller's; for administrators of the installation's own |
        | `pageSize`, `marker`, `isAscendingOrder` | as for ListCACertificates: 25 unless said, at most 250; newest first unless said |

        The answer has `records`; `nextMarker` when there are more; and on the last page in ascending order `followMarker`, with which the same call made later goes on. A page may be
        empty and not be the last: a search looks at no more than {{ListAuditRecords.MostExamined}} records for each. Records become visible when they are committed, which is later
        than their time; so a `followMarker` stands at least three seconds back, and what is told again is known by its `recordId`. What was refused at the node that is asked,
        before the call, is in the answer.

        ## What happens without a call

        | operation | meaning |
        | --- | --- |

        """;
}
