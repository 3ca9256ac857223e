using System.CommandLine;

namespace Anchorage.Commands;

/// <summary><c>--output json|table</c>.</summary>
internal static class OutputOption
{
    public static Option<string> AddTo(Command command)
    {
        var option = new Option<string>("--output")
        {
            HelpName = "json|table",
            Description = "json prints one line for programs, table is for people. [default: table]",
            DefaultValueFactory = _ => "table",
        };
        option.AcceptOnlyFromAmong("json", "table");
        command.Options.Add(option);
        return option;
    }

    public static bool IsJson(this Option<string> option, ParseResult parsed) => parsed.GetValue(option) == "json";
}
