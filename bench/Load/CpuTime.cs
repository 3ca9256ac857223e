using System.Globalization;

namespace Anchorage.Bench;

/// <summary>What the kernel says was spent of the processors, in seconds.</summary>
internal static class CpuTime
{
    /// <summary>The unit of the kernel's counters; 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Spent by one process so far, in its own code and in the kernel for it; null when it has ended.</summary>
    public static double? OfProcess(int id)
    {
        try
        {
            // The name in brackets may hold spaces; what follows it does not.
            var fields = After(File.ReadAllText($"/proc/{id}/stat"), ") ").Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Spent by every process of the machine, and by its host when that took the processor away.</summary>
    public static double OfEverything()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int Idle = 4;
        const int WaitingForDisk = 5;
        return fields.Select((field, index) => index is 0 or Idle or WaitingForDisk or > 8 ? 0 : Number(field)).Sum() / TicksPerSecond;
    }

    private static string After(string text, string mark) => text[(text.LastIndexOf(mark, StringComparison.Ordinal) + mark.Length)..];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
