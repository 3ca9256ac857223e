using System.Globalization;
using System.Text;

namespace Anchorage.Bench;

/// <summary>What one benchmark took.</summary>
/// <param name="Microseconds">Of one run of the method, by iteration.</param>
/// <param name="Bytes">Allocated by one run.</param>
internal sealed record Measured(Samples Microseconds, long Bytes);

/// <summary>The table that goes to bench/micro.md.</summary>
internal static class MicroTable
{
    private const double MostReadRatio = 0.1;
    private const double MostJudgeRatio = 1.4;
    private const long MostReadBytes = 8 * 1024;
    private const double MostDecideRatio = 0.05;
    private const long MostDecideBytes = 0;

    private static readonly Row[] Rows =
    [
        new("read a certificate, `X509CertificateLoader.LoadCertificate` (floor)", nameof(Reading.LoadCertificate)),
        new("read a PEM CA certificate", nameof(Reading.ReadCACertificate), nameof(Reading.LoadCertificate), MostReadRatio, MostReadBytes),
        new("read a PEM CA certificate, RSA 2048", nameof(Reading.ReadRsaCACertificate), nameof(Reading.LoadCertificate)),
        new("import a P-256 key and two bare `ECDsa.VerifyHash` (floor)", nameof(Judging.ImportAndVerifyTwice)),
        new("judge a registration: CA and verification certificate", nameof(Judging.JudgeRegistration), nameof(Judging.ImportAndVerifyTwice), MostJudgeRatio),
        new("read and judge a registration, from PEM on", nameof(Judging.ReadAndJudgeRegistration), nameof(Judging.ImportAndVerifyTwice)),
        new("judge a CA certificate", nameof(Judging.JudgeCACertificate), nameof(Judging.ImportAndVerifyTwice)),
        new("judge a verification certificate, the CA's key imported", nameof(Judging.JudgeVerificationCertificate), nameof(Judging.ImportAndVerifyTwice)),
        new("one bare `ECDsa.VerifyHash`, its P-256 key imported (floor)", nameof(Deciding.VerifyOnce)),
        new("decide over 10 policies of 10 statements, allowed by the last", nameof(Deciding.Decide), nameof(Deciding.VerifyOnce), MostDecideRatio, MostDecideBytes),
        new("decide over the same, allowed by none", nameof(Deciding.DecideImplicitDeny), nameof(Deciding.VerifyOnce), MostDecideRatio, MostDecideBytes),
        new("verify a Signature Version 4, key derived before", nameof(Requests.VerifySignatureVersion4)),
        new("read and judge a provisioning template", nameof(Requests.JudgeTemplate)),
    ];

    public static string Write(string machine, IReadOnlyDictionary<string, Measured> measured)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Measured with ./dev bench micro

            On {machine}.
            A figure is the median of 15 iterations, with the least and the most in brackets, of code compiled by the JIT. The ratio is of medians.

            | what | µs | bytes allocated | of the floor | goal | |
            | --- | ---: | ---: | ---: | ---: | --- |

            """);
        foreach (var row in Rows)
        {
            var (microseconds, bytes) = measured[row.Method];
            double? ratio = row.Floor is { } floor ? microseconds.Median / measured[floor].Microseconds.Median : null;
            var isReached = ratio <= (row.MostRatio ?? double.MaxValue) && bytes <= (row.MostBytes ?? long.MaxValue);
            text.Append(CultureInfo.InvariantCulture, $"| {row.What} | {microseconds.Show("0.00")} | {bytes} | {ratio:0.000} | {row.Goal} | {(row.MostRatio is null ? "" : isReached ? "reached" : "**missed**")} |\n");
        }

        return text.ToString();
    }

    private sealed record Row(string What, string Method, string? Floor = null, double? MostRatio = null, long? MostBytes = null)
    {
        public string Goal => MostRatio is null ? "" : string.Create(CultureInfo.InvariantCulture, $"at most {MostRatio}{(MostBytes is null ? "" : $", {MostBytes} bytes")}");
    }
}
