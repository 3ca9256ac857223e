using System.Text.Json.Nodes;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>Judges each line of a file; one that cannot be read is told so in its verdict, and the others are judged all the same.</summary>
internal static class Batch
{
    private const int MaxLineBytes = 1 << 20;

    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string path)
    {
        try
        {
            using var stream = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Judge(stream) ? ExitCode.Done : ExitCode.Refused;
        }
        catch (Exception exception) when (FileFailure.Explains(exception))
        {
            return Ending.With(FileFailure.Reading(path, exception));
        }
    }

    /// <summary>Whether every line was accepted.</summary>
    private static bool Judge(Stream stream)
    {
        var now = TimeProvider.System.GetUtcNow();
        var isAccepted = true;
        var number = 0;
        foreach (var line in Lines(stream))
        {
            number++;
            if (line is not null && line.AsSpan().Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            var verdict = line is null ? BatchLine.Refused($"has more than {MaxLineBytes} bytes; at most that many are read.") : BatchLine.Judge(line, now);
            verdict.Insert(0, "line", JsonValue.Create(number));
            isAccepted &= verdict["accepted"]!.GetValue<bool>();
            Screen.Json(verdict);
        }

        return isAccepted;
    }

    /// <summary>Line by line, never more than one in memory; null stands for one that is too long.</summary>
    private static IEnumerable<byte[]?> Lines(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        using var line = new MemoryStream();
        var isTooLong = false;
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            for (var start = 0; start < count;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', start, count - start);
                var length = (end < 0 ? count : end) - start;
                isTooLong |= line.Length + length > MaxLineBytes;
                if (!isTooLong)
                {
                    line.Write(buffer, start, length);
                }

                start += length + 1;
                if (end >= 0)
                {
                    yield return isTooLong ? null : line.ToArray();
                    line.SetLength(0);
                    isTooLong = false;
                }
            }
        }

        if (isTooLong || line.Length > 0)
        {
            yield return isTooLong ? null : line.ToArray();
        }
    }
}
