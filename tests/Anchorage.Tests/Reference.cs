using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Anchorage.Commands;
using Anchorage.Configuration;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Tests;

/// <summary>The references under docs/, printed from the code they speak of.</summary>
internal static class Reference
{
    public static readonly ImmutableSortedDictionary<string, Func<string>> Pages = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("docs/cli.md", CliPage),
            KeyValuePair.Create("docs/configuration.md", ConfigurationPage),
            KeyValuePair.Create("docs/errors.md", Errors),
            KeyValuePair.Create("docs/operations.md", OperationsPage),
            KeyValuePair.Create("docs/rules.md", Rules),
        ]);

    private const string Note = "Printed from the code by `./dev accept`; a test holds that it is current.\n\n";

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
        foreach (var operation in OwnOperations.All)
        {
            page.Append($"| {operation.Name} | {operation.Method} `{operation.Path}` | {(operation.Demand.NeedsAdministrator ? "-" : $"`{operation.Action}`")} | {Names(operation.Errors)} |\n");
        }

        return page.ToString();

        static string Names(ImmutableArray<WireErrorKind> errors) => string.Join(", ", errors.Select(error => error.Name));
    }

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

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
