namespace Anchorage.Commands;

/// <summary>What a process says when it ends.</summary>
internal static class ExitCode
{
    /// <summary>Done, or accepted.</summary>
    public const int Done = 0;

    /// <summary>Refused.</summary>
    public const int Refused = 1;

    /// <summary>Something could not be read, opened or reached.</summary>
    public const int Unreachable = 2;

    /// <summary>The command line is wrong (EX_USAGE of sysexits).</summary>
    public const int Usage = 64;
}
