namespace Anchorage.Tests.Commands;

/// <summary>Keys and certificates as users make them: with openssl.</summary>
internal static class OpenSsl
{
    public static async Task RunAsync(string folder, params string[] arguments)
    {
        Assert.True(File.Exists("/usr/bin/openssl"), "openssl is missing. Install it: apt-get install openssl");
        var result = await Cli.RunProgramAsync("/usr/bin/openssl", folder, [], "", arguments);
        Assert.True(result.ExitCode == 0, $"openssl {string.Join(' ', arguments)}\n{result.Error}");
    }

    /// <summary>A self-signed certificate for a key.</summary>
    public static Task MakeCAAsync(string folder, string key, string certificate, string subject = "/O=Example/CN=Example Root", string hash = "-sha256", params string[] more) =>
        RunAsync(folder, ["req", "-x509", "-new", "-key", key, hash, "-days", "3650", "-utf8", "-subj", subject, "-out", certificate,
            .. more.Contains("-addext") ? [] : (string[])["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"], .. more]);

    public static Task MakeEcKeyAsync(string folder, string key, string curve = "P-256") =>
        RunAsync(folder, "genpkey", "-algorithm", "EC", "-pkeyopt", $"ec_paramgen_curve:{curve}", "-out", key);

    /// <summary>A certificate for a new key, issued by a CA as AWS's own recipe does: version 1 unless there are extensions.</summary>
    public static async Task IssueAsync(string folder, string name, string subject, string ca, string caKey, string? extensions = null)
    {
        await MakeEcKeyAsync(folder, $"{name}.key");
        await RunAsync(folder, "req", "-new", "-key", $"{name}.key", "-subj", subject, "-out", $"{name}.csr");
        string[] more = [];
        if (extensions is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.ext"), extensions);
            more = ["-extfile", $"{name}.ext"];
        }

        await RunAsync(folder, ["x509", "-req", "-in", $"{name}.csr", "-CA", ca, "-CAkey", caKey, "-set_serial", "7", "-sha256", "-days", "300", "-out", $"{name}.pem", .. more]);
    }
}
