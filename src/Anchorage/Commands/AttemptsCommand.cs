using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Onboarding;

namespace Anchorage.Commands;

/// <summary><c>anchorage attempts</c>: which devices tried to connect, what came of it, and what to do.</summary>
internal sealed class AttemptsCommand
{
    private const int DefaultMost = 25;

    private readonly Option<string> _device = new("--device") { HelpName = "X", Description = "Of this device alone: a certificate id, or the common name of its subject." };

    private readonly Option<string> _ca = new("--ca") { HelpName = "ID", Description = "For which this CA was found or tried: its certificate id." };

    private readonly Option<string> _outcome = new("--outcome") { HelpName = "OUTCOME", Description = "With this outcome alone, such as unknown or not_provisioned; docs/onboarding-attempts.md lists them." };

    private readonly Option<string> _since = new("--since") { HelpName = "TIME", Description = "No earlier than this: 2030-01-31 or 2030-01-31T12:00:00Z. Older than 30 days there are none." };

    private readonly Option<int> _max = new("--max") { HelpName = "N", Description = $"No more than this many. [default: {DefaultMost}]", DefaultValueFactory = _ => DefaultMost };

    private readonly Option<bool> _follow = new("--follow") { Description = "Then go on, and print each new one as it comes, until interrupted." };

    private readonly Option<bool> _unattributed = new("--unattributed")
    {
        Description = "Those that asked for a name that is no endpoint here, and so came to no account; for the account that runs the installation.",
    };

    private readonly Option<string> _output;
    private readonly ServiceOptions _service;
    private readonly Verb _verb;
    private bool _hasShown;

    private AttemptsCommand()
    {
        _verb = new Verb(
            "attempts",
            "Show which devices tried to connect and were not simply let in, and why.",
            "Newest first; with --follow, oldest first. Every refusal is there, every device that registered itself or was provisioned by a template, and its first connect that was let in. The newest 10,000 of the account and region are kept, for 30 days. With --output json it prints one object; with --follow as well, a line for each attempt.",
            "anchorage attempts --device buoy-7 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "shown"),
            (ExitCode.Refused, "refused by the service"),
            (ExitCode.Unreachable, "the service could not be reached, or does not know the caller"));
        foreach (var option in (Option[])[_device, _ca, _outcome, _since, _max, _follow, _unattributed])
        {
            _verb.Options.Add(option);
        }

        _outcome.AcceptOnlyFromAmong([.. AttemptOutcome.All.Select(row => row.Name)]);
        _since.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && CheckCommand.ReadTime(token.Value) is null)
            {
                result.AddError($"--since is '{Visible.Text(token.Value)}'; a time such as 2030-01-31 or 2030-01-31T12:00:00Z is wanted.");
            }
        });
        _max.Validators.Add(MostOption.Check);
        _service = ServiceOptions.AddTo(_verb);
        _output = OutputOption.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Command() => new AttemptsCommand()._verb;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var opened = _service.Open(parsed);
        if (!opened.IsDone)
        {
            return Ending.With(opened.Failure);
        }

        using var client = opened.Value;
        var follows = parsed.GetValue(_follow);
        var isJson = _output.IsJson(parsed);
        var list = new MarkedList(client, ListOnboardingAttempts.Path, "attempts", "attemptId");
        var newest = await list.CollectAsync(Filter(parsed), parsed.GetValue(_max), cancellationToken);
        if (!newest.IsDone)
        {
            return Ending.With(newest.Failure);
        }

        if (follows)
        {
            var shown = newest.Value.OfType<JsonObject>().Reverse().ToList();
            shown.ForEach(attempt => Show(attempt, isJson));

            // From the last on, by the service's own clock: that of this machine may be another.
            var from = shown.Count == 0 ? Filter(parsed) : Filter(parsed, DescribeCACommand.Text(shown[^1]["attemptedAt"]));
            return Ending.With(await list.FollowAsync(from, shown, attempt => Show(attempt, isJson), cancellationToken));
        }

        if (isJson)
        {
            Screen.Json(new JsonObject { ["attempts"] = newest.Value });
        }
        else if (newest.Value.Count == 0)
        {
            Screen.Line("No such attempt is recorded in this account and region.");
        }
        else
        {
            foreach (var attempt in newest.Value.OfType<JsonObject>())
            {
                Show(attempt, isJson: false);
            }
        }

        return ExitCode.Done;
    }

    private string Filter(ParseResult parsed, string? since = null)
    {
        var from = since ?? (parsed.GetValue(_since) is { } given ? CheckCommand.ReadTime(given)!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : null);
        (string Name, string? Value)[] filters =
        [
            ("deviceId", parsed.GetValue(_device)),
            ("caCertificateId", parsed.GetValue(_ca)),
            ("outcome", parsed.GetValue(_outcome)),
            ("since", from),
            ("unattributed", parsed.GetValue(_unattributed) ? "true" : null),
        ];
        return string.Concat(filters.Where(filter => filter.Value is not null).Select(filter => $"&{filter.Name}={Uri.EscapeDataString(filter.Value!)}"));
    }

    private void Show(JsonObject attempt, bool isJson)
    {
        if (isJson)
        {
            Screen.Json(attempt);
            return;
        }

        if (_hasShown)
        {
            Screen.Line();
        }

        _hasShown = true;
        var verdict = DescribeCACommand.Text(attempt["verdict"]);
        var at = CheckCommand.ReadTime(DescribeCACommand.Text(attempt["attemptedAt"])) is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";
        Screen.Line(Cell.Of($"{at}  {verdict}: {DescribeCACommand.Text(attempt["outcome"])}", verdict == "refused" ? Tone.Bad : Tone.Good));
        var cas = string.Join(' ', (attempt["caCertificateIds"] as JsonArray ?? []).Select(DescribeCACommand.Text));
        (string Label, string Text)[] facts =
        [
            ("from", DescribeCACommand.Text(attempt["sourceAddress"])),
            ("asked for", DescribeCACommand.Text(attempt["serverName"])),
            ("certificate", DescribeCACommand.Text(attempt["certificateId"])),
            ("subject", DescribeCACommand.Text(attempt["subject"])),
            ("issuer", DescribeCACommand.Text(attempt["issuer"])),
            ("CA", cas),
            ("reason", DescribeCACommand.Text(attempt["reason"])),
            ("to do", DescribeCACommand.Text(attempt["remedy"])),
        ];
        Screen.Facts([.. facts.Where(fact => fact.Text.Length > 0).Select(fact => (fact.Label, Cell.Of(fact.Text)))]);
    }
}
