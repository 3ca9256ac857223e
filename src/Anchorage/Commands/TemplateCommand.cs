using System.CommandLine;

namespace Anchorage.Commands;

/// <summary><c>anchorage template</c>: the verbs about provisioning templates.</summary>
internal static class TemplateCommand
{
    public static Command Command() => new("template", "Try provisioning templates out.")
    {
        SimulateCommand.Command(),
    };
}
