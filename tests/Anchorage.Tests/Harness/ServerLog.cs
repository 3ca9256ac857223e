using System.Text;
using System.Text.RegularExpressions;

namespace Anchorage.Tests.Harness;

/// <summary>Everything that servers of these tests have logged, in this process or in their own.</summary>
internal static partial class ServerLog
{
    private static readonly Lock s_gate = new();
    private static readonly StringBuilder s_text = new();
    private static bool s_listening;

    /// <summary>Listens to standard error, where a server in this process logs. Must come before that server starts.</summary>
    public static void Listen()
    {
        lock (s_gate)
        {
            if (!s_listening)
            {
                s_listening = true;
                Console.SetError(new Listener(Console.Error));
            }
        }
    }

    /// <summary>Takes a line that a server in a process of its own has logged.</summary>
    public static void Add(string? line)
    {
        lock (s_gate)
        {
            s_text.Append(line).Append('\n');
        }
    }

    /// <summary>What is wrong with the log, once it has the line of this request; null when nothing is.</summary>
    public static async Task<string?> FindFaultAsync(string requestId, string @operator, string value, CancellationToken cancellationToken)
    {
        for (var tries = 0; !Text().Contains(requestId, StringComparison.Ordinal); tries++)
        {
            if (tries == 500)
            {
                return $"the log never had a line of request {requestId}.";
            }

            await Task.Delay(10, cancellationToken);
        }

        // Line by line, since a log would break a text of many lines up; unescaped, since a log in JSON writes + as \u002B.
        var text = Escape().Replace(Text(), escape => ((char)Convert.ToInt32(escape.Groups[1].Value, 16)).ToString());
        var lines = value.Split('\n').Where(line => line.Length > 8 && !line.StartsWith("-----", StringComparison.Ordinal)).DefaultIfEmpty(value);
        return @operator switch
        {
            "lacks" => lines.Any(line => text.Contains(line, StringComparison.Ordinal)) ? $"the log has what it must not have: {value}" : null,
            "contains" => lines.All(line => text.Contains(line, StringComparison.Ordinal)) ? null : $"the log has not: {value}",
            var other => throw new InvalidDataException($"The log can be asked 'lacks' and 'contains', not '{other}'."),
        };
    }

    public static string Text()
    {
        lock (s_gate)
        {
            return s_text.ToString();
        }
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();

    /// <summary>Keeps what is written, and keeps it out of the tests' own output.</summary>
    private sealed class Listener(TextWriter next) : TextWriter
    {
        public override Encoding Encoding => next.Encoding;

        public override void Write(char value) => Write([value], 0, 1);

        public override void Write(string? value) => Write((value ?? string.Empty).ToCharArray(), 0, value?.Length ?? 0);

        public override void Write(char[] buffer, int index, int count)
        {
            lock (s_gate)
            {
                s_text.Append(buffer, index, count);
            }
        }

        public override void Flush() => next.Flush();
    }
}
