namespace Anchorage.Client;

/// <summary>Says in few words why a file could not be read or written.</summary>
internal static class FileFailure
{
    /// <summary>Whether <see cref="Reading"/> and <see cref="Writing"/> can explain it; anything else is a bug.</summary>
    public static bool Explains(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static Failure Reading(string path, Exception exception) =>
        Failure.Unreachable($"{Visible.Text(path)} cannot be read: {Cause(path, exception)}.");

    public static Failure Writing(string path, Exception exception) =>
        Failure.Unreachable($"{Visible.Text(path)} cannot be written: {Cause(path, exception)}.");

    private static string Cause(string path, Exception exception) => exception switch
    {
        _ when Directory.Exists(path) => "it is a folder",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "permission denied",
        IOException when File.Exists(path) && exception.Message.Contains("already exists", StringComparison.Ordinal) => "it is there already",
        _ => Visible.Text(exception.Message).TrimEnd('.'),
    };
}
