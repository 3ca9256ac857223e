using System.Text.Json;

namespace Anchorage.Tests.Commands;

/// <summary><c>anchorage ca check</c>: verdicts for each role, without a server.</summary>
[Trait("Against", "executable")]
public sealed class CheckTests : IAsyncLifetime, IDisposable
{
    private const string Code = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-cli-").FullName;

    public async ValueTask InitializeAsync()
    {
        await OpenSsl.MakeEcKeyAsync(_folder, "ca.key");
        await OpenSsl.MakeCAAsync(_folder, "ca.key", "ca.pem");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_CA_is_accepted_in_PEM_and_in_DER_and_the_JSON_is_just_the_verdict()
    {
        await OpenSsl.RunAsync(_folder, "x509", "-in", "ca.pem", "-outform", "DER", "-out", "ca.der");
        foreach (var file in (string[])["ca.pem", "ca.der"])
        {
            Assert.Equal("{\"accepted\":true,\"role\":\"ca\",\"faults\":[]}\n", (await CheckAsync(0, file, "--output", "json")).Out);
        }
    }

    [Fact]
    public async Task A_refused_CA_has_every_fault_with_rule_citation_found_and_mend()
    {
        await OpenSsl.MakeCAAsync(_folder, "ca.key", "leaf.pem", "/CN=Leaf", more: ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=digitalSignature"]);
        var verdict = await JsonAsync(1, "leaf.pem");
        Assert.Equal(["accepted", "role", "faults"], verdict.EnumerateObject().Select(member => member.Name));
        Assert.False(verdict.GetProperty("accepted").GetBoolean());
        var faults = verdict.GetProperty("faults").EnumerateArray().ToList();
        Assert.Equal(["ca_basic_constraints_ca", "ca_key_usage_cert_sign"], Rules(verdict));
        Assert.All(faults, fault => Assert.Equal(["rule", "citation", "found", "mend"], fault.EnumerateObject().Select(member => member.Name)));
        Assert.StartsWith("CA certificate is not valid.", faults[0].GetProperty("found").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_has_every_rule_with_pass_or_fail()
    {
        await OpenSsl.MakeCAAsync(_folder, "ca.key", "leaf.pem", "/CN=Leaf", more: ["-addext", "basicConstraints=critical,CA:FALSE"]);
        var shown = (await CheckAsync(1, "leaf.pem")).Out;
        foreach (var rule in X509.ReadingRules.All.Concat(X509.CACertificateRules.All))
        {
            Assert.Matches($@"(?m)^{(rule.Name == "ca_basic_constraints_ca" ? "FAIL" : "pass")}  {rule.Name} +\S", shown);
        }

        Assert.Contains("\nca_basic_constraints_ca\n  found  CA certificate is not valid.", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_line_of_a_batch_has_a_verdict_and_a_bad_one_does_not_stop_the_others()
    {
        var pem = JsonSerializer.Serialize(await File.ReadAllTextAsync(Path.Combine(_folder, "ca.pem"), TestContext.Current.CancellationToken));
        string[] lines =
        [
            $$"""{"id":"first","pem":{{pem}}}""",
            "garbage",
            $$"""{"role":"device","pem":{{pem}},"ca":{{pem}}}""",
            "",
            $$"""{"pem":{{pem}},"at":"2099-01-31"}""",
            $$"""{"pem":{{pem}},"time":"2099-01-31"}""",
            $$"""{"pem":{{pem}},"typo":"x"}""",
            """{"pem":"\ud800"}""",
            """{"role":"device","pem":"x"}""",
            """{"pem":"x","pem":"y"}""",
            $$"""{"pem":"{{new string('x', 1 << 20)}}"}""",
            $$"""{"role":"device","pem":{{pem}},"ca":{{pem}},"intermediates":"none"}""",
            $$"""{"id":[7],"pem":{{pem}}}""",
        ];
        await File.WriteAllLinesAsync(Path.Combine(_folder, "batch.jsonl"), lines, TestContext.Current.CancellationToken);
        var verdicts = (await RunAsync("--batch", "batch.jsonl")).Ends(1).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13], verdicts.Select(verdict => verdict.GetProperty("line").GetInt32()));
        Assert.Equal(
            ["", "batch_line", "device_is_not_the_ca device_key_usage", "ca_within_validity", "ca_within_validity", "batch_line", "batch_line", "batch_line", "batch_line", "batch_line", "pem_certificate_block", ""],
            verdicts.Select(verdict => string.Join(' ', Rules(verdict))));
        Assert.Equal("first", verdicts[0].GetProperty("id").GetString());
        Assert.Equal("[7]", verdicts[^1].GetProperty("id").GetRawText());
        Assert.True(verdicts[^1].GetProperty("accepted").GetBoolean());
    }

    [Fact]
    public async Task A_batch_of_accepted_lines_ends_with_0_and_one_that_is_not_there_with_2()
    {
        var pem = JsonSerializer.Serialize(await File.ReadAllTextAsync(Path.Combine(_folder, "ca.pem"), TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(Path.Combine(_folder, "batch.jsonl"), $$"""{"pem":{{pem}}}""", TestContext.Current.CancellationToken);
        (await RunAsync("--batch", "batch.jsonl")).Ends(0);
        (await RunAsync("--batch", "nothing.jsonl")).Ends(2);
        (await RunAsync("--batch", "batch.jsonl", "ca.pem")).Ends(64);
        (await RunAsync("--batch", "batch.jsonl", "--role", "ca")).Ends(64);
        (await RunAsync()).Ends(64);
    }

    [Fact]
    public async Task The_time_can_be_chosen()
    {
        Assert.Equal(["ca_within_validity"], Rules(await JsonAsync(1, "ca.pem", "--at", "2099-01-31")));
        Assert.Equal(["ca_within_validity"], Rules(await JsonAsync(1, "ca.pem", "--at", "2001-01-31T12:00:00Z")));
        Assert.Contains("--at is 'tomorrow'", (await RunAsync("ca.pem", "--at", "tomorrow")).Ends(64).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_certificate_is_refused_with_its_fault_and_what_is_none_cannot_be_read()
    {
        var der = Convert.FromBase64String(string.Concat((await File.ReadAllLinesAsync(Path.Combine(_folder, "ca.pem"), TestContext.Current.CancellationToken)).Where(line => !line.StartsWith('-'))));
        der[^80] ^= 0xff;
        der[4] = 0x31;
        await File.WriteAllTextAsync(Path.Combine(_folder, "damaged.pem"), X509.CertificatePem.Write(der), TestContext.Current.CancellationToken);
        Assert.StartsWith("certificate_", Assert.Single(Rules(await JsonAsync(1, "damaged.pem"))), StringComparison.Ordinal);
        Assert.Equal(["pem_no_private_key"], Rules(await JsonAsync(1, "ca.key")));
        Assert.Matches(@"(?m)^- +ca_version_is_3 ", (await CheckAsync(1, "ca.key")).Out);

        await File.WriteAllTextAsync(Path.Combine(_folder, "note.txt"), "no certificate", TestContext.Current.CancellationToken);
        foreach (var (file, told) in (IEnumerable<(string, string)>)[("note.txt", "note.txt is no certificate"), ("none.pem", "none.pem cannot be read"), (".", ". cannot be read")])
        {
            var result = await CheckAsync(2, file, "--output", "json");
            Assert.StartsWith($"anchorage: {told}", result.ErrorLine(), StringComparison.Ordinal);
            Assert.Equal("", result.Out);
        }
    }

    [Fact]
    public async Task A_proof_is_judged_against_its_CA_and_the_code()
    {
        await OpenSsl.IssueAsync(_folder, "proof", $"/CN={Code}", "ca.pem", "ca.key");
        string[] proof = ["proof.pem", "--role", "verification", "--ca", "ca.pem"];
        Assert.True((await JsonAsync(0, [.. proof, "--registration-code", Code])).GetProperty("accepted").GetBoolean());
        Assert.Contains("was not looked at", (await CheckAsync(0, proof)).Out, StringComparison.Ordinal);
        Assert.Equal(["verification_common_name_is_registration_code"], Rules(await JsonAsync(1, [.. proof, "--registration-code", new string('f', 64)])));
        Assert.Equal(["verification_common_name_is_registration_code"], Rules(await JsonAsync(1, "ca.pem", "--role", "verification", "--ca", "ca.pem", "--registration-code", Code)));
    }

    [Fact]
    public async Task A_device_is_judged_with_the_CA_and_what_stands_between()
    {
        await OpenSsl.IssueAsync(_folder, "device", "/CN=device-1", "ca.pem", "ca.key");
        Assert.Empty(Rules(await JsonAsync(0, "device.pem", "--role", "device", "--ca", "ca.pem")));

        await OpenSsl.IssueAsync(_folder, "one", "/CN=One", "ca.pem", "ca.key", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign");
        await OpenSsl.IssueAsync(_folder, "two", "/CN=Two", "one.pem", "one.key", "basicConstraints=critical,CA:TRUE");
        await OpenSsl.IssueAsync(_folder, "far", "/CN=device-2", "two.pem", "two.key", "extendedKeyUsage=clientAuth");
        await File.WriteAllTextAsync(Path.Combine(_folder, "between.pem"), await TextAsync("two.pem") + await TextAsync("ca.pem") + "of the line\n" + await TextAsync("one.pem"), TestContext.Current.CancellationToken);
        Assert.Empty(Rules(await JsonAsync(0, "far.pem", "--role", "device", "--ca", "ca.pem", "--intermediates", "between.pem")));
        Assert.Equal(["device_issuer"], Rules(await JsonAsync(1, "far.pem", "--role", "device", "--ca", "ca.pem")));
        Assert.Equal(["device_issuer"], Rules(await JsonAsync(1, "far.pem", "--role", "device", "--ca", "ca.pem", "--intermediates", "two.pem")));

        // A CA that could not be registered lets nobody in.
        Assert.Equal(["ca_version_is_3", "ca_basic_constraints_ca", "device_issuer"], Rules(await JsonAsync(1, "far.pem", "--role", "device", "--ca", "device.pem")));
        Assert.Contains("none.pem cannot be read", (await CheckAsync(2, "far.pem", "--role", "device", "--ca", "none.pem")).ErrorLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role device needs --ca", "ca.pem", "--role", "device")]
    [InlineData("--ca is for", "ca.pem", "--ca", "ca.pem")]
    [InlineData("--intermediates is for", "ca.pem", "--intermediates", "ca.pem")]
    [InlineData("--registration-code is for", "ca.pem", "--registration-code", Code)]
    [InlineData("'other'", "ca.pem", "--role", "other")]
    [InlineData("FILE is missing")]
    public async Task Options_that_do_not_belong_to_the_role_are_wrong_usage(string told, params string[] options) =>
        Assert.Contains(told, (await RunAsync(options)).Ends(64).Error, StringComparison.Ordinal);

    private Task<string> TextAsync(string file) => File.ReadAllTextAsync(Path.Combine(_folder, file), TestContext.Current.CancellationToken);

    private static IEnumerable<string?> Rules(JsonElement verdict) => verdict.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("rule").GetString());

    private async Task<JsonElement> JsonAsync(int exitCode, params string[] arguments) =>
        JsonDocument.Parse((await CheckAsync(exitCode, [.. arguments, "--output", "json"])).Out).RootElement;

    private async Task<CliResult> CheckAsync(int exitCode, params string[] arguments) => (await RunAsync(arguments)).Ends(exitCode);

    private Task<CliResult> RunAsync(params string[] arguments) => Cli.RunAsync(_folder, [], ["ca", "check", .. arguments]);
}
