using System.Text.Json;

namespace Anchorage.Tests.Commands;

/// <summary><c>anchorage ca register</c> against a real server.</summary>
[Trait("Against", "executable")]
public class RegisterTests(Desk desk) : IClassFixture<Desk>
{
    private const string Template = """
        {
          "Parameters": { "AWS::IoT::Certificate::Id": { "Type": "String" } },
          "Resources": { "certificate": { "Type": "AWS::IoT::Certificate", "Properties": { "CertificateId": { "Ref": "AWS::IoT::Certificate::Id" } } } }
        }
        """;

    [Fact]
    public async Task A_CA_is_registered_with_proof_and_active_in_one_call()
    {
        var region = desk.NextRegion();
        var made = await desk.JsonAsync("ca", "register", "--ca-cert", "ca.pem", "--ca-key", "ca.key", "--auto-registration", "--region", region, "--tag", "team=core", "--tag", "empty=");
        var id = made.GetProperty("certificateId").GetString()!;
        Assert.Equal($"arn:aws:iot:{region}:111122223333:cacert/{id}", made.GetProperty("certificateArn").GetString());
        Assert.Equal(["ACTIVE", "ENABLE", "DEFAULT"], Members(made, "status", "autoRegistrationStatus", "certificateMode"));

        var described = (await desk.JsonAsync("ca", "describe", id, "--region", region)).GetProperty("certificateDescription");
        Assert.Equal(["ACTIVE", "ENABLE", "DEFAULT"], Members(described, "status", "autoRegistrationStatus", "certificateMode"));
        Assert.Equal(await File.ReadAllTextAsync(desk.Path("ca.pem"), TestContext.Current.CancellationToken), described.GetProperty("certificatePem").GetString());
        Assert.Equal(id, (await desk.RunAsync("certificate-id", "ca.pem")).Ends(0).Out.TrimEnd());
    }

    [Fact]
    public async Task A_CA_can_be_registered_inactive_and_for_any_account()
    {
        var made = await desk.JsonAsync("ca", "register", "--ca-cert", "ca.pem", "--mode", "sni-only", "--inactive", "--region", desk.NextRegion());
        Assert.Equal(["INACTIVE", "DISABLE", "SNI_ONLY"], Members(made, "status", "autoRegistrationStatus", "certificateMode"));
    }

    [Fact]
    public async Task A_template_is_sent_as_text_and_comes_back_whole()
    {
        await File.WriteAllTextAsync(desk.Path("template.json"), Template, TestContext.Current.CancellationToken);
        var region = desk.NextRegion();
        var made = await desk.JsonAsync(
            "ca", "register", "--ca-cert", "ca.pem", "--mode", "sni-only", "--template", "template.json", "--role-arn", "arn:aws:iam::111122223333:role/JITPRole", "--region", region);
        var config = (await desk.JsonAsync("ca", "describe", made.GetProperty("certificateArn").GetString()!, "--region", region)).GetProperty("registrationConfig");
        Assert.Equal(Template, config.GetProperty("templateBody").GetString());
        Assert.Equal("arn:aws:iam::111122223333:role/JITPRole", config.GetProperty("roleArn").GetString());
    }

    [Fact]
    public async Task A_template_that_would_be_refused_is_told_before_anything_is_sent()
    {
        using var silent = new SilentService();
        await File.WriteAllTextAsync(desk.Path("wrong.json"), Template.Replace("AWS::IoT::Certificate\"", "AWS::IoT::Thing\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var result = (await desk.RunAsync(
            "ca", "register", "--ca-cert", "ca.pem", "--mode", "sni-only", "--template", "wrong.json", "--role-arn", "arn:aws:iam::111122223333:role/JITPRole", "--endpoint-url", silent.Url)).Ends(1);
        Assert.StartsWith("anchorage: nothing was sent: wrong.json is no provisioning template that can be used:\n  $.", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, silent.Connections);
    }

    [Fact]
    public async Task A_named_template_that_is_not_there_is_refused_by_the_service()
    {
        var result = (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--mode", "sni-only", "--template-name", "none-such", "--region", desk.NextRegion())).Ends(1);
        Assert.StartsWith("anchorage: ResourceNotFoundException: There is no provisioning template 'none-such'", result.ErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_CA_is_refused_with_the_rule_before_anything_is_sent()
    {
        using var silent = new SilentService();
        await OpenSsl.MakeCAAsync(desk.Folder, "ca.key", "leaf.pem", "/CN=No CA", more: ["-addext", "basicConstraints=critical,CA:FALSE"]);
        var result = (await desk.RunAsync("ca", "register", "--ca-cert", "leaf.pem", "--ca-key", "ca.key", "--endpoint-url", silent.Url)).Ends(1);
        Assert.StartsWith("anchorage: nothing was sent: leaf.pem cannot be registered as a CA:\n  ca_basic_constraints_ca (RFC 5280 4.2.1.9", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n    mend   Make it with: openssl req -x509", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, silent.Connections);
    }

    [Fact]
    public async Task The_key_of_another_certificate_is_found_before_anything_is_sent()
    {
        using var silent = new SilentService();
        await OpenSsl.MakeEcKeyAsync(desk.Folder, "other.key");
        await OpenSsl.MakeEcKeyAsync(desk.Folder, "p384.key", "P-384");
        foreach (var (key, kind) in (IEnumerable<(string, string)>)[("other.key", "EC P-256"), ("p384.key", "EC P-384")])
        {
            var result = (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--ca-key", key, "--endpoint-url", silent.Url)).Ends(1);
            Assert.Equal($"anchorage: nothing was sent: {key} ({kind}) is not the private key of ca.pem (EC P-256). Give the two that belong together.", result.ErrorLine());
        }

        Assert.Equal(0, silent.Connections);
    }

    [Fact]
    public async Task A_proof_made_elsewhere_by_the_printed_line_registers_the_CA()
    {
        var region = desk.NextRegion();
        var asked = await desk.JsonAsync("ca", "proof-request", "--region", region, "--out", "proof.csr");
        Assert.Equal((await desk.RunAsync("registration-code", "--region", region)).Ends(0).Out.TrimEnd(), asked.GetProperty("registrationCode").GetString());

        // The line as it was printed, by a shell, as whoever keeps the key would run it.
        var signed = await Cli.RunProgramAsync("/bin/bash", desk.Folder, [], "", "-c", asked.GetProperty("openssl").GetString()!);
        Assert.True(signed.ExitCode == 0, signed.Error);
        var made = await desk.JsonAsync("ca", "register", "--ca-cert", "ca.pem", "--verification-cert", "proof.pem", "--region", region);
        Assert.Equal("ACTIVE", made.GetProperty("status").GetString());

        var late = (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--verification-cert", "proof.pem", "--region", desk.NextRegion())).Ends(1);
        Assert.StartsWith("anchorage: RegistrationCodeValidationException: ", late.ErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_by_another_CA_is_refused_before_anything_is_sent()
    {
        using var silent = new SilentService();
        await OpenSsl.MakeEcKeyAsync(desk.Folder, "foreign.key");
        await OpenSsl.MakeCAAsync(desk.Folder, "foreign.key", "foreign.pem", "/CN=Foreign");
        await OpenSsl.IssueAsync(desk.Folder, "foreign-proof", $"/CN={new string('a', 64)}", "foreign.pem", "foreign.key");
        var result = (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--verification-cert", "foreign-proof.pem", "--endpoint-url", silent.Url)).Ends(1);
        Assert.StartsWith("anchorage: nothing was sent: foreign-proof.pem proves nothing for this CA:\n  verification_issuer_is_ca", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, silent.Connections);
    }

    [Fact]
    public async Task The_key_of_a_proof_request_is_kept_only_when_asked_for_and_then_for_its_owner_alone()
    {
        var code = new string('b', 64);
        var before = Directory.GetFiles(desk.Folder, "*.key").Length;
        (await desk.RunAsync("ca", "proof-request", "--registration-code", code)).Ends(0);
        Assert.Equal(before, Directory.GetFiles(desk.Folder, "*.key").Length);
        (await desk.RunAsync("ca", "proof-request", "--registration-code", code, "--key-out", "kept.key", "--out", "kept.csr")).Ends(0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(desk.Path("kept.key")));
        await OpenSsl.RunAsync(desk.Folder, "req", "-in", "kept.csr", "-verify", "-noout", "-key", "kept.key");
        var again = (await desk.RunAsync("ca", "proof-request", "--registration-code", code, "--key-out", "kept.key")).Ends(2);
        Assert.Contains("kept.key cannot be written", again.ErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_suggested_can_be_pasted_whatever_the_data()
    {
        var region = desk.NextRegion();
        const string Code = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        var shown = await desk.RunAsync("ca", "proof-request", "--registration-code", Code, "--out", "a b'$(touch pasted).csr", "--region", region);
        var line = shown.Ends(0).Out.Split('\n').First(text => text.Contains("-CAkey ca.key", StringComparison.Ordinal));
        Assert.Contains(@"-in 'a b'\''$(touch pasted).csr' -CA", line, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunProgramAsync("/bin/bash", desk.Folder, [], "", "-c", line)).ExitCode);
        Assert.False(File.Exists(desk.Path("pasted")));

        using var canned = new CannedService(CannedService.Http("200 OK", "application/json", "{\"certificateId\":\"$(touch pasted)\",\"certificateArn\":\"arn\"}"));
        var odd = (await desk.RunAsync("ca", "register", "--ca-cert", "ca.pem", "--mode", "sni-only", "--endpoint-url", canned.Url)).Ends(2);
        Assert.Contains("answered with another certificate id", odd.ErrorLine(), StringComparison.Ordinal);
        Assert.Equal("", odd.Out);
    }

    [Theory]
    [InlineData("The proof is missing", "--ca-cert", "ca.pem")]
    [InlineData("two ways to prove the same", "--ca-cert", "ca.pem", "--ca-key", "ca.key", "--verification-cert", "ca.pem")]
    [InlineData("takes no proof", "--ca-cert", "ca.pem", "--ca-key", "ca.key", "--mode", "sni-only")]
    [InlineData("belong together", "--ca-cert", "ca.pem", "--ca-key", "ca.key", "--template", "t.json")]
    [InlineData("stands alone", "--ca-cert", "ca.pem", "--ca-key", "ca.key", "--template-name", "t", "--role-arn", "arn")]
    [InlineData("KEY=VALUE is wanted", "--ca-cert", "ca.pem", "--ca-key", "ca.key", "--tag", "team")]
    [InlineData("--ca-cert", "--ca-key", "ca.key")]
    public async Task Options_that_contradict_each_other_are_wrong_usage(string told, params string[] options)
    {
        var result = (await desk.RunAsync(["ca", "register", .. options])).Ends(64);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }

    private static IEnumerable<string?> Members(JsonElement json, params string[] names) => names.Select(name => json.GetProperty(name).GetString());
}
