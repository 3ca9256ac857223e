using System.Diagnostics;
using System.Globalization;

namespace Anchorage.Bench;

/// <summary>What the figures were measured on, without a word that tells whose it is.</summary>
internal static class Machine
{
    private const int Syncs = 100;

    public static string Describe(string workFolder) =>
        $"{Describe()}; a write of 4 KiB with a sync of the disk takes {SyncMilliseconds(workFolder).Show("0.00")} ms";

    public static string Describe()
    {
        var model = Field("/proc/cpuinfo", "model name");
        var memory = double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024;
        var kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Split('-')[0].Trim();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({model}), {memory:0.0} GiB of memory, Linux {kernel}");
    }

    /// <summary>What each commit waits for.</summary>
    private static Samples SyncMilliseconds(string folder)
    {
        var path = Path.Combine(folder, "sync");
        var page = new byte[4096];
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        return Samples.Of(Enumerable.Range(0, Syncs), index =>
        {
            var started = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, (long)index * page.Length);
            RandomAccess.FlushToDisk(file);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
    }

    private static string Field(string file, string name) =>
        File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();
}
