using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchorage.Auditing;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary><c>anchorage audit</c>: who did what, and what was refused.</summary>
internal sealed class AuditCommand
{
    private const int DefaultMost = 25;

    private static readonly string[] Headings = ["TIME", "OUTCOME", "OPERATION", "PRINCIPAL", "FROM", "RESOURCES"];

    /// <summary>Of the columns when lines are shown as they come; what is longer pushes the rest aside.</summary>
    private static readonly int[] Widths = [20, 21, 24, 18, 15];

    private readonly Option<string> _since = Time("--since", "No earlier than this: 2030-01-31 or 2030-01-31T12:00:00Z.");

    private readonly Option<string> _until = Time("--until", "Earlier than this.");

    private readonly Option<string> _principal = new("--principal") { HelpName = "P", Description = "By this principal alone: its ARN, a name such as ci, root, the id of an access key, or a device's certificate id." };

    private readonly Option<string> _resource = new("--resource") { HelpName = "R", Description = "On this resource alone: its ARN, or the end of it, such as a certificate id or a thing's name." };

    private readonly Option<string> _operation = new("--operation") { HelpName = "O", Description = "Of this operation alone, such as RegisterCACertificate." };

    private readonly Option<string> _outcome = new("--outcome") { HelpName = "OUTCOME", Description = "Success, Refused, or the name of an error such as AccessDeniedException." };

    private readonly Option<string> _region = new("--called-region") { HelpName = "REGION", Description = "Of calls to this region alone; without it, to any." };

    private readonly Option<string> _account = new("--account") { HelpName = "ID", Description = "Of another account, 12 digits; for administrators of the installation's own." };

    private readonly Option<int?> _max = new("--max") { HelpName = "N", Description = $"No more than this many. [default: {DefaultMost}; all with --output json]" };

    private readonly Option<bool> _follow = new("--follow") { Description = "Then go on, and print each new one as it comes, until interrupted." };

    private readonly Option<string> _output;
    private readonly ServiceOptions _service;
    private readonly Verb _verb;

    private AuditCommand()
    {
        _verb = new Verb(
            "audit",
            "Show who did what in the account, and what was refused.",
            "Newest first; with --follow, oldest first, from --since on or else from the newest. Every change is there, since none is made without its record, and every refusal of a caller whose key is known; reads that succeed are not. With --output json it prints a line for each record, which is also how the trail is exported. Names are shown without what the ARNs of the account begin with.",
            "anchorage audit --since 2030-01-31 --output json --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "shown"),
            (ExitCode.Refused, "refused by the service"),
            (ExitCode.Unreachable, "the service could not be reached, or does not know the caller"));
        foreach (var option in (Option[])[_since, _until, _principal, _resource, _operation, _outcome, _region, _account, _max, _follow])
        {
            _verb.Options.Add(option);
        }

        _account.Validators.Add(result =>
        {
            if (result.Tokens is [var token])
            {
                AdministrationCall.CheckAccount(token.Value, result.AddError);
            }
        });
        _max.Validators.Add(MostOption.Check);
        _service = ServiceOptions.AddTo(_verb);
        _output = OutputOption.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Command() => new AuditCommand()._verb;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var opened = _service.Open(parsed);
        if (!opened.IsDone)
        {
            return Ending.With(opened.Failure);
        }

        using var client = opened.Value;
        var list = new MarkedList(client, ListAuditRecords.Path, "records", "recordId");
        return parsed.GetValue(_follow) ? await FollowAsync(list, parsed, cancellationToken)
            : _output.IsJson(parsed) ? await ExportAsync(list, parsed, cancellationToken)
            : await ShowAsync(list, parsed, cancellationToken);
    }

    private async Task<int> ShowAsync(MarkedList list, ParseResult parsed, CancellationToken cancellationToken)
    {
        var records = await list.CollectAsync(Filter(parsed), parsed.GetValue(_max) ?? DefaultMost, cancellationToken);
        if (!records.IsDone)
        {
            return Ending.With(records.Failure);
        }

        if (records.Value.Count == 0)
        {
            Screen.Line("No such record is in the audit trail of this account.");
        }
        else
        {
            Screen.Table(Headings, [.. records.Value.OfType<JsonObject>().Select(Row)]);
        }

        return ExitCode.Done;
    }

    /// <summary>Line by line: a trail may be longer than what fits into memory.</summary>
    private async Task<int> ExportAsync(MarkedList list, ParseResult parsed, CancellationToken cancellationToken)
    {
        await foreach (var record in list.ReadAsync(Filter(parsed), parsed.GetValue(_max) ?? int.MaxValue, cancellationToken))
        {
            if (!record.IsDone)
            {
                return Ending.With(record.Failure);
            }

            Screen.Json(record.Value);
        }

        return ExitCode.Done;
    }

    private async Task<int> FollowAsync(MarkedList list, ParseResult parsed, CancellationToken cancellationToken)
    {
        Action<JsonObject> show = _output.IsJson(parsed) ? Screen.Json : ShowLine;
        if (!_output.IsJson(parsed))
        {
            Screen.Line(Cell.Of(Line(Headings), Tone.Faint));
        }

        var shown = new List<JsonObject>();
        if (parsed.GetValue(_since) is null)
        {
            var newest = await list.CollectAsync(Filter(parsed), parsed.GetValue(_max) ?? DefaultMost, cancellationToken);
            if (!newest.IsDone)
            {
                return Ending.With(newest.Failure);
            }

            shown.AddRange(newest.Value.OfType<JsonObject>().Reverse());
            shown.ForEach(show);
        }

        // From the first that was shown on, by the service's own clock: that of this machine may be another.
        var from = shown.Count == 0 ? Filter(parsed) : Filter(parsed, DescribeCACommand.Text(shown[0]["recordedAt"]));
        return Ending.With(await list.FollowAsync(from, shown, show, cancellationToken));
    }

    private string Filter(ParseResult parsed, string? since = null)
    {
        (string Name, string? Value)[] filters =
        [
            ("since", since ?? Exact(parsed.GetValue(_since))),
            ("until", Exact(parsed.GetValue(_until))),
            ("principal", parsed.GetValue(_principal)),
            ("resource", parsed.GetValue(_resource)),
            ("operation", parsed.GetValue(_operation)),
            ("outcome", parsed.GetValue(_outcome)),
            ("region", parsed.GetValue(_region)),
            ("account", parsed.GetValue(_account)),
        ];
        return string.Concat(filters.Where(filter => filter.Value is not null).Select(filter => $"&{filter.Name}={Uri.EscapeDataString(filter.Value!)}"));
    }

    private static string? Exact(string? time) =>
        time is null ? null : CheckCommand.ReadTime(time)!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Cell[] Row(JsonObject record)
    {
        var account = DescribeCACommand.Text(record["accountId"]);
        var outcome = DescribeCACommand.Text(record["outcome"]);
        return
        [
            CheckCommand.ReadTime(DescribeCACommand.Text(record["recordedAt"])) is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "",
            Cell.Of(outcome, outcome == AuditRecord.Success ? Tone.Good : Tone.Bad),
            DescribeCACommand.Text(record["operation"]),
            Name(DescribeCACommand.Text(record["principal"]), account),
            DescribeCACommand.Text(record["sourceAddress"]),
            string.Join(' ', (record["resources"] as JsonArray ?? []).Select(resource => Name(DescribeCACommand.Text(resource), account))),
        ];
    }

    /// <summary>What follows the account in an ARN of the account itself; any other as it is.</summary>
    private static string Name(string arn, string account) => arn.Split(':', 6) is ["arn", _, _, _, var owner, var name] && owner == account ? name : arn;

    private static void ShowLine(JsonObject record)
    {
        var cells = Row(record);
        Screen.Line(new Cell(Line([.. cells.Select(cell => cell.Text)]), cells[1].Tone));
    }

    private static string Line(string[] texts) =>
        string.Join("  ", texts.Select((text, column) => column < Widths.Length ? text.PadRight(Widths[column]) : text)).TrimEnd();

    private static Option<string> Time(string name, string description)
    {
        var option = new Option<string>(name) { HelpName = "TIME", Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && CheckCommand.ReadTime(token.Value) is null)
            {
                result.AddError($"{name} is '{Visible.Text(token.Value)}'; a time such as 2030-01-31 or 2030-01-31T12:00:00Z is wanted.");
            }
        });
        return option;
    }
}
