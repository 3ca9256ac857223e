using System.Diagnostics;
using System.Text;

namespace Anchorage.Tests.Commands;

/// <summary>Every form in which a CA's key may be kept.</summary>
[Trait("Against", "executable")]
public class KeyFileTests(Desk desk) : IClassFixture<Desk>
{
    private const string Secret = "corréct horse";

    private static readonly (string, string)[] Passphrase = [("ANCHORAGE_CA_KEY_PASSPHRASE", Secret)];

    // What openssl makes of a key that is in key.pem; nothing for the key as it is.
    public static TheoryData<string, string, string> Forms => new()
    {
        { "genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "", "EC P-256" },
        { "genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-384", "ec -aes256 -passout pass:SECRET", "EC P-384" },
        { "genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-521", "ec", "EC P-521" },
        { "ecparam -out OUT -name prime256v1 -genkey", "", "EC P-256" },
        { "genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "ec -outform DER", "EC P-256" },
        { "genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "ec -no_public", "EC P-256" },
        { "genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "pkcs8 -topk8 -v2 aes-256-cbc -passout pass:SECRET", "EC P-256" },
        { "genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA1 -outform DER -passout pass:SECRET", "EC P-256" },
        { "genrsa -traditional -out OUT 2048", "", "RSA 2048" },
        { "genrsa -out OUT 2048", "pkcs8 -topk8 -nocrypt -outform DER", "RSA 2048" },
        { "genrsa -out OUT 2048", "rsa -traditional -aes128 -passout pass:SECRET", "RSA 2048" },
        { "genrsa -out OUT 2048", "rsa -traditional -des3 -passout pass:SECRET", "RSA 2048" },
        { "genrsa -out OUT 2048", "pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:SECRET", "RSA 2048" },
        { "genpkey -out OUT -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", "", "RSASSA-PSS 2048" },
        { "genpkey -out OUT -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha384 -pkeyopt rsa_pss_keygen_mgf1_md:sha384 -pkeyopt rsa_pss_keygen_saltlen:48", "pkcs8 -topk8 -v2 aes-128-cbc -passout pass:SECRET", "RSASSA-PSS 2048" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_key_in_this_form_proves_possession(string generate, string convert, string kind)
    {
        var name = await MakeAsync(generate, convert);
        var region = desk.NextRegion();
        var made = (await desk.RunAsync(Passphrase, "ca", "register", "--ca-cert", $"{name}.pem", "--ca-key", $"{name}.key", "--region", region)).Ends(0);
        var id = made.Out.Split('\n')[1].Split(' ')[^1];
        Assert.Contains($"  key                {kind}\n", (await desk.RunAsync("ca", "describe", id, "--region", region)).Ends(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_found_among_other_blocks_and_line_ends_of_any_kind()
    {
        var ct = TestContext.Current.CancellationToken;
        var text = $"Bag Attributes: none\n{await File.ReadAllTextAsync(desk.Path("ca.pem"), ct)}{await File.ReadAllTextAsync(desk.Path("ca.key"), ct)}";
        await File.WriteAllTextAsync(desk.Path("bundle.key"), text.ReplaceLineEndings("\r\n"), ct);
        (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--ca-key", "bundle.key", "--region", desk.NextRegion())).Ends(0);
    }

    [Theory]
    [InlineData("ec -aes256 -passout pass:SECRET")]
    [InlineData("pkcs8 -topk8 -v2 aes-256-cbc -passout pass:SECRET")]
    [InlineData("pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:SECRET")]
    public async Task A_wrong_or_missing_passphrase_is_told_and_nothing_is_sent(string convert)
    {
        using var silent = new SilentService();
        var name = await MakeAsync("genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-256", convert);
        string[] register = ["ca", "register", "--ca-cert", $"{name}.pem", "--ca-key", $"{name}.key", "--endpoint-url", silent.Url];
        var wrong = (await desk.RunAsync([("ANCHORAGE_CA_KEY_PASSPHRASE", "another")], register)).Ends(2);
        Assert.Equal($"anchorage: The passphrase does not open {name}.key. Check ANCHORAGE_CA_KEY_PASSPHRASE or what was typed.", wrong.ErrorLine());
        var missing = (await desk.RunAsync(register)).Ends(2);
        Assert.Equal($"anchorage: {name}.key is encrypted and no passphrase was given. Set ANCHORAGE_CA_KEY_PASSPHRASE, or call on a terminal and be asked for it.", missing.ErrorLine());
        Assert.Equal(0, silent.Connections);
    }

    [Theory]
    [InlineData("holds no private key, but PUBLIC KEY", "ec -in ca.key -pubout")]
    [InlineData("holds no private key", "version")]
    [InlineData("holds more than one private key", "pkey -in ca.key", "ca.key")]
    [InlineData("holds a key of a kind that no CA certificate may have here", "genpkey -algorithm ED25519")]
    [InlineData("is encrypted in a way that is not read here", "pkcs8 -topk8 -scrypt -in ca.key -passout pass:x")]
    public async Task A_file_that_is_not_one_usable_key_is_told_what_it_is(string told, string openssl, string? more = null)
    {
        var made = await Cli.RunProgramAsync("/usr/bin/openssl", desk.Folder, [], "", openssl.Split(' '));
        var file = $"odd-{Guid.NewGuid():N}.key";
        await File.WriteAllTextAsync(desk.Path(file), made.Out + (more is null ? "" : await File.ReadAllTextAsync(desk.Path(more), TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        var result = await desk.RunAsync([("ANCHORAGE_CA_KEY_PASSPHRASE", "x")], "ca", "register", "--ca-cert", "ca.pem", "--ca-key", file);
        Assert.Contains($"{file} {told}", result.ErrorLine(), StringComparison.Ordinal);
        Assert.InRange(result.ExitCode, 1, 2);
    }

    [Fact]
    public async Task A_damaged_key_and_an_absent_one_are_told_apart()
    {
        var text = await File.ReadAllTextAsync(desk.Path("ca.key"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(desk.Path("cut.key"), text.Remove(60, 24), TestContext.Current.CancellationToken);
        Assert.Contains("cut.key is damaged", (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--ca-key", "cut.key")).Ends(2).ErrorLine(), StringComparison.Ordinal);
        Assert.Contains("none.key cannot be read", (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--ca-key", "none.key")).Ends(2).ErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_the_passphrase_is_asked_for_and_not_shown()
    {
        Assert.True(File.Exists("/usr/bin/script"), "script is missing. Install it: apt-get install bsdutils");
        var name = await MakeAsync("genpkey -out OUT -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "ec -aes256 -passout pass:SECRET");
        var command = $"'{Cli.Executable}' ca register --ca-cert {name}.pem --ca-key {name}.key --region {desk.NextRegion()}";
        using var terminal = new Process
        {
            StartInfo = Cli.StartInfo("/usr/bin/script", desk.Folder, [.. desk.Environment, ("TERM", "xterm")], "-q", "-e", "-f", "-c", command, "/dev/null"),
        };
        terminal.Start();
        var shown = new StringBuilder();
        var buffer = new char[1024];
        var typed = false;
        while (await terminal.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
        {
            shown.Append(buffer, 0, read);
            if (!typed && shown.ToString().Contains($"Passphrase of {name}.key: ", StringComparison.Ordinal))
            {
                typed = true;

                // With a slip and its correction.
                await terminal.StandardInput.WriteAsync($"{Secret}x\u007f\r");
                await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            }
        }

        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(terminal.ExitCode == 0, shown.ToString());
        Assert.Contains("Registered.", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("horse", shown.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A key with its certificate; answers the name of both files without their endings.</summary>
    private async Task<string> MakeAsync(string generate, string convert)
    {
        var name = $"k{Guid.NewGuid():N}";
        await OpenSsl.RunAsync(desk.Folder, [.. generate.Split(' ').Select(word => word == "OUT" ? $"{name}.plain" : word)]);
        await OpenSsl.MakeCAAsync(desk.Folder, $"{name}.plain", $"{name}.pem", $"/CN=CA {name}", generate.Contains("sha384", StringComparison.Ordinal) ? "-sha384" : "-sha256",
            generate.Contains("PSS", StringComparison.Ordinal) ? ["-sigopt", "rsa_pss_saltlen:digest"] : []);
        if (convert.Length == 0)
        {
            File.Move(desk.Path($"{name}.plain"), desk.Path($"{name}.key"));
        }
        else
        {
            await OpenSsl.RunAsync(desk.Folder, [.. convert.Split(' ').Select(word => word.Replace("SECRET", Secret, StringComparison.Ordinal)), "-in", $"{name}.plain", "-out", $"{name}.key"]);
        }

        return name;
    }
}
