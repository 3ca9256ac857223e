using System.Text;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>Reads small files of text.</summary>
internal static class TextFile
{
    // Beyond what any text here may have, so that the rule on its length speaks, and not this.
    private const int MostBytes = 256 * 1024;

    /// <param name="path">The file.</param>
    /// <param name="wanted">What it should be, for messages, such as <c>a provisioning template</c>.</param>
    public static Outcome<string> Read(string path, string wanted)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var buffer = new byte[MostBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MostBytes
                ? Encoding.UTF8.GetString(buffer.AsSpan(0, length))
                : Failure.Unreachable($"{Visible.Text(path)} has more than {MostBytes} bytes; the file of {wanted} is wanted.");
        }
        catch (Exception exception) when (FileFailure.Explains(exception))
        {
            return FileFailure.Reading(path, exception);
        }
    }
}
