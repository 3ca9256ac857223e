namespace Anchorage.Client;

/// <summary>Whose turn it is after a failure, which decides the exit code.</summary>
internal enum FailureKind
{
    /// <summary>The command line, or what stands in its place in the environment, must be changed.</summary>
    Usage,

    /// <summary>Something could not be read, opened or reached, or whoever asks is not known there.</summary>
    Unreachable,

    /// <summary>It was judged, here or by the service, and refused.</summary>
    Refused,
}

/// <summary>Why a command ends without having done what was asked.</summary>
/// <param name="Message">For standard error: one line, and where there is more to list, indented lines after it. Holds no secret.</param>
internal sealed record Failure(FailureKind Kind, string Message)
{
    public static Failure Usage(string message) => new(FailureKind.Usage, message);

    public static Failure Unreachable(string message) => new(FailureKind.Unreachable, message);

    public static Failure Refused(string message) => new(FailureKind.Refused, message);
}
