using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;

namespace Anchorage.Commands;

/// <summary>The help of a command as text, always of the same width, so that the reference is printed from it.</summary>
internal static class HelpPage
{
    private const int Width = 100;
    private const int TextColumn = 30;

    public static string Of(Command command)
    {
        var verb = command as Verb;
        var page = new StringBuilder();
        Wrap(page, command.Description ?? "", 0);
        foreach (var paragraph in verb?.Details.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            page.Append('\n');
            Wrap(page, paragraph, 0);
        }

        page.Append($"\nUsage:\n  {PathOf(command)}{UsageOf(command)}\n");
        Section(page, "Verbs", command.Subcommands.Select(sub => (sub.Name, sub.Description ?? "")));
        Section(page, "Arguments", command.Arguments.Select(argument => (argument.HelpName ?? argument.Name.ToUpperInvariant(), argument.Description ?? "")));
        Section(page, "Options", command.Options.Where(option => !option.Hidden).Select(option => (Label(option), option.Description ?? "")));
        if (command.Parents.FirstOrDefault() is null)
        {
            page.Append($"\n{Topics.Service}");
        }

        if (verb is not null)
        {
            page.Append($"\nExample:\n{string.Concat(verb.Example.Split('\n').Select(line => $"  {line}\n"))}");
            Section(page, "Exit codes", verb.Endings.Append((ExitCode.Usage, "the command line is wrong"))
                .Select(ending => (ending.Item1.ToString(CultureInfo.InvariantCulture), ending.Item2)), 8);
        }

        return page.ToString();
    }

    /// <summary>The words that call a command: <c>anchorage ca register</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "anchorage";

    /// <summary>Lets <c>--help</c> print these pages.</summary>
    public static void Install(RootCommand root)
    {
        // Without the /? and -? of elsewhere, which only crowd the completion.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Insert(0, new HelpOption("--help", "-h") { Description = "Show this help.", Action = new Print() });
    }

    private static string UsageOf(Command command)
    {
        if (command.Subcommands.Count > 0)
        {
            return " VERB";
        }

        var words = command.Arguments.Select(argument => $" {argument.HelpName ?? argument.Name.ToUpperInvariant()}")
            .Concat(command.Options.Where(option => option.Required).Select(option => $" {Label(option)}"));
        return string.Concat(words) + (command.Options.Any(option => !option.Required) ? " [OPTIONS]" : "");
    }

    private static string Label(Option option) => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;

    private static void Section(StringBuilder page, string title, IEnumerable<(string Label, string Text)> rows, int column = TextColumn)
    {
        var first = true;
        foreach (var (label, text) in rows)
        {
            page.Append(first ? $"\n{title}:\n" : "").Append($"  {label}");
            first = false;
            if (label.Length + 4 > column)
            {
                page.Append('\n').Append(' ', column);
            }
            else
            {
                page.Append(' ', column - label.Length - 2);
            }

            Wrap(page, text, column);
        }
    }

    /// <summary>Appends words up to the width, further lines indented; a word that is too long stands alone.</summary>
    private static void Wrap(StringBuilder page, string text, int indent)
    {
        var used = indent;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (used > indent && used + 1 + word.Length > Width)
            {
                page.Append('\n').Append(' ', indent);
                used = indent;
            }

            page.Append(used > indent ? " " : "").Append(word);
            used += word.Length + (used > indent ? 1 : 0);
        }

        page.Append('\n');
    }

    private sealed class Print : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.Write(Of(parseResult.CommandResult.Command));
            return ExitCode.Done;
        }
    }
}
