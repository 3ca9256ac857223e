using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Anchorage.Commands;
using Anchorage.Configuration;
using Anchorage.Onboarding;
using Anchorage.Tests.Metrics;
using Anchorage.Tests.Throttles;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Tests;

/// <summary>The references under docs/, printed from the code they speak of.</summary>
internal static class Reference
{
    public static readonly ImmutableSortedDictionary<string, Func<string>> Pages = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("docs/audit.md", () => AuditReference.Page(Note)),
            KeyValuePair.Create("docs/cli.md", CliPage),
            KeyValuePair.Create("docs/configuration.md", ConfigurationPage),
            KeyValuePair.Create("docs/errors.md", Errors),
            KeyValuePair.Create("docs/metrics.md", MetricsReference.Page),
            KeyValuePair.Create("docs/onboarding-attempts.md", AttemptsPage),
            KeyValuePair.Create("docs/operations.md", OperationsPage),
            KeyValuePair.Create("docs/rules.md", Rules),
            KeyValuePair.Create("docs/throttles.md", ThrottlesReference.Page),
        ]);

    internal const string Note = "Printed from the code by `./dev accept`; a test holds that it is current.\n\n";

    private static string CliPage()
    {
        var page = new StringBuilder("# Command line\n\n").Append(Note).Append("What `--help` prints, for every verb.\n");
        Append(CommandLine.Root());
        return page.ToString();

        void Append(Command command)
        {
            page.Append($"\n## {HelpPage.PathOf(command)}\n\n```text\n{HelpPage.Of(command)}```\n");
            foreach (var sub in command.Subcommands)
            {
                Append(sub);
            }
        }
    }

    private static string OperationsPage()
    {
        var page = new StringBuilder("# Operations\n\n").Append(Note)
            .Append("Any operation can also answer ").Append(Names(Operation.CommonErrors)).Append(", and what authentication refuses: [errors](errors.md).\n\n")
            .Append("| operation | method, path | IAM action | errors of its own |\n| --- | --- | --- | --- |\n");
        foreach (var operation in Operations.All)
        {
            page.Append($"| {operation.Name} | {operation.Method} `{operation.Path}` | `{operation.Action}` | {Names(operation.Errors)} |\n");
        }

        page.Append($"\nThe other {ServiceModel.Operations.Length - Operations.All.Length} operations of the AWS IoT service model answer InvalidRequestException and name themselves; a path that AWS IoT does not have answers UnknownOperationException.\n")
            .Append("\n## Beside AWS's\n\nCalled and signed like those, with verbs of `anchorage` ([command line](cli.md)). What has no IAM action is for administrators, and no policy allows it.\n\n")
            .Append("| operation | method, path | IAM action | errors of its own |\n| --- | --- | --- | --- |\n");
        foreach (var operation in Operations.Own)
        {
            page.Append($"| {operation.Name} | {operation.Method} `{operation.Path}` | {(operation.Demand.NeedsAdministrator ? "-" : $"`{operation.Action}`")} | {Names(operation.Errors)} |\n");
        }

        return page.ToString();

        static string Names(ImmutableArray<WireErrorKind> errors) => string.Join(", ", errors.Select(error => error.Name));
    }

    private static string AttemptsPage()
    {
        var page = new StringBuilder("# Onboarding attempts\n\n").Append(Note).Append(AttemptsText);
        foreach (var outcome in AttemptOutcome.All)
        {
            page.Append($"| `{outcome.Name}` | {AttemptOutcome.Word(outcome.Verdict)} | {Cell(outcome.Meaning)} | {Cell(outcome.Remedy)} |\n");
        }

        return page.ToString();
    }

    private const string AttemptsText = """
        Why was this device refused? Every attempt to connect to the device endpoint that is not the ordinary success of a known, ACTIVE certificate is recorded
        with its reason: refusals, first connects that register or provision a device, and the first connect after that which is let in. `anchorage attempts`
        shows them, and `anchorage doctor` tells beforehand what would happen. Both sign their calls; what they call is under `/-/`, which AWS does not have.

        - Recording holds up nobody: attempts are noted beside the connection and written many together. What comes faster than it can be written is dropped, and the
          log tells how much.
        - Of each account and region the newest 10,000 are kept, for 30 days.
        - An attempt belongs to the account that the handshake names. One that names none (`localhost`, an IP address) belongs to the account that alone holds the
          certificate or its CA, else to the installation's default account. One that names what is no endpoint here belongs to no account, and only the
          default account sees it.
        - Not recorded: connections that send no TLS handshake or are turned away before it because an address has too many of them, and those that make a
          handshake without a certificate and then say nothing. Of those that ask for what is no endpoint, ten a second are recorded.
        - That a connect is the first after onboarding is known to the node that onboarded the device, until it ends.
        - Texts that come from devices are cut at 515 characters, reasons at 2,000; control characters in them are escaped as `\u001b`.

        ## GET /-/onboarding-attempts

        | query parameter | meaning |
        | --- | --- |
        | `deviceId` | a certificate id, or the common name of the subject |
        | `caCertificateId` | the CA that was found, or one that has the issuer's name and did not sign |
        | `outcome` | one of the outcomes below |
        | `since` | a time such as `2030-01-31T12:00:00Z` |
        | `unattributed` | `true` for those of no account |
        | `pageSize`, `marker`, `isAscendingOrder` | as for ListCACertificates: 25 unless said, at most 250; newest first unless said |

        The answer has `attempts`, each with `attemptId`, `attemptedAt`, `serverName`, `sourceAddress`, `certificateId`, `subject`, `issuer`, `caCertificateIds`,
        `verdict`, `outcome`, `reason` and `remedy`, without those that are unknown; `nextMarker` when there are more; and in ascending order `followMarker`, with
        which the same call made later goes on after the last one. What happened at the node that is asked before the call is in the answer.

        ## POST /-/onboarding-diagnosis

        | member | meaning |
        | --- | --- |
        | `certificatePem` | the device's certificate in PEM, followed by what it sends beside it |
        | `serverName` | the name in its handshake; the account's own endpoint unless said, empty for none |
        | `clientId` | of its CONNECT; unless said the subject's common name, or the certificate's id where that is no client id |
        | `sourceAddress` | where it connects from, for policies that look at it; 127.0.0.1 unless said |

        The decision is that of a real connect, made in the same way and undone: nothing is written, published or recorded. The answer has `verdict`, `outcome`, `reason`,
        `remedy`, `checks` (each with `check`, `result`: `pass`, `fail` or `not_reached`, and `detail`), `certificateId`, `subject`, `issuer`, `serverName`, `accountId`,
        `region`, `clientId`, `caCertificateIds`, and `device` (`thingName`, `certificateStatus`, `policyNames`) when a template would provision it.
        When a template or an activator would make it ACTIVE, the last check is `next_connect`: how its policies then judge the device when it connects again.
        What TLS refuses by itself, such as a weak key, no decision comes to.
        A name of another account's endpoint is refused; of a certificate that would come to another account nothing is told.

        ## Outcomes

        | outcome | verdict | meaning | what to do |
        | --- | --- | --- | --- |

        """;

    private static string Errors()
    {
        var page = new StringBuilder("# Errors\n\n").Append(Note)
            .Append("The name is sent in `x-amzn-ErrorType`, where AWS SDKs read it; the code is `error.code` of the body's envelope.\n\n")
            .Append("| name | status | envelope code |\n| --- | --- | --- |\n");
        foreach (var error in WireErrorKind.All)
        {
            page.Append($"| {error.Name} | {error.Status} | `{error.EnvelopeCode}` |\n");
        }

        return page.ToString();
    }

    private static string ConfigurationPage()
    {
        var page = new StringBuilder("# Configuration\n\n").Append(Note)
            .Append("Of the command line, the environment and the file, the first that gives a setting holds. In the file, keys are the option's name without its dashes, and switches are `true` or `false`.\n\n")
            .Append("| option | environment | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var setting in Setting.All)
        {
            var option = setting.Secret ? "(not on the command line)" : setting.Value is null ? $"`--{setting.Name}`" : $"`--{setting.Name} {Cell(setting.Value)}`";
            page.Append($"| {option} | `{setting.Variable}` | {(setting.Default is { } value ? $"`{value}`" : "")} | {setting.Meaning} |\n");
        }

        return page.ToString();
    }

    private static string Rules()
    {
        var page = new StringBuilder("# Rules for certificates\n\n").Append(Note)
            .Append("A certificate that cannot be read is told its first fault; one that can is told every rule it breaks.\n");
        Section("Reading any certificate", ReadingRules.All);
        Section("A CA certificate to register", CACertificateRules.All);
        Section("A verification certificate", VerificationCertificateRules.All);
        Section("A device certificate", DeviceCertificateRules.All);
        Section("A certificate signing request", CertificationRequestRules.All);
        Section("A CRL", CrlRules.All);
        return page.ToString();

        void Section(string title, ImmutableArray<Rule> rules)
        {
            page.Append($"\n## {title}\n\n| rule | demand | source | mend |\n| --- | --- | --- | --- |\n");
            foreach (var rule in rules)
            {
                page.Append($"| `{rule.Name}` | {Cell(rule.Demand)} | {rule.Citation} | {Cell(rule.Mend)} |\n");
            }
        }
    }

    internal static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
