using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>How a command that failed ends: its message on standard error, and the exit code.</summary>
internal static class Ending
{
    public static int With(Failure failure)
    {
        Console.Error.Write($"anchorage: {failure.Message}\n");
        return failure.Kind switch
        {
            FailureKind.Refused => ExitCode.Refused,
            FailureKind.Unreachable => ExitCode.Unreachable,
            _ => ExitCode.Usage,
        };
    }
}
