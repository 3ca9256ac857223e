using System.Diagnostics;
using System.Globalization;

namespace Anchorage.Bench;

/// <summary>The floor of a registration: how many P-256 signatures one core of this machine verifies in a second.</summary>
internal static class OpenSsl
{
    /// <summary>By CPU time, so that other programs on the machine do not lower it.</summary>
    public static async Task<double> VerifiesPerSecondAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("openssl") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["speed", "-seconds", "1", "ecdsap256"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await errors;

            // 256 bits ecdsa (nistp256)   0.0000s   0.0001s  33333.3  11111.1
            var line = output.Split('\n').LastOrDefault(line => line.Contains("(nistp256)", StringComparison.Ordinal));
            return line is null
                ? throw new InvalidRunException($"openssl speed ecdsap256 printed no figure: {output}")
                : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
