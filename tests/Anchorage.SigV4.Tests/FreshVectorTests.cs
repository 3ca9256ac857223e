using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Anchorage.SigV4.Tests;

public sealed class FreshVectorTests
{
    private const string Python = "/usr/bin/python3";
    private const string Install = "Install the oracle: apt-get install python3-botocore.";

    [Fact]
    public async Task What_botocore_signs_now_holds_and_we_sign_the_same()
    {
        Assert.True(File.Exists(Python), $"{Python} is not there. {Install}");
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture);
        using var script = Process.Start(new ProcessStartInfo(
            Python, [Path.Combine(AppContext.BaseDirectory, "vectors", "make_vectors.py"), "--random", "300", "--seed", seed])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(script.ExitCode == 0, $"make_vectors.py failed. {Install}\n{errors}");

        var vectors = Vector.Parse(await output);
        Assert.Equal(300, vectors.Count);
        foreach (var vector in vectors)
        {
            var fault = vector.Verify();
            Assert.True(fault is null, $"make_vectors.py --random 300 --seed {seed}, {vector.Name}: {fault}");
            SignedAgain.AssertSame(vector);
        }
    }
}
