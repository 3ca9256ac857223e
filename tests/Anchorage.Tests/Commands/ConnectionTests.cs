namespace Anchorage.Tests.Commands;

/// <summary>What is said when there is no service, or something else in its place.</summary>
[Trait("Against", "executable")]
public class ConnectionTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_server_that_is_away_is_one_line()
    {
        string url;
        using (var silent = new SilentService())
        {
            url = silent.Url;
        }

        Assert.Equal(
            $"anchorage: {url} cannot be reached: Connection refused. Check --endpoint-url, and that the server runs there.", await LineAsync(url));
        Assert.Matches("no (host|such host)", await LineAsync("http://anchorage.invalid"));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_not_waited_for_long()
    {
        using var silent = new SilentService();
        Assert.Equal($"anchorage: {silent.Url} did not answer within 1 seconds. Check --endpoint-url, or give it longer with --timeout.", await LineAsync(silent.Url, "--timeout", "1"));
    }

    [Theory]
    [InlineData("502 Bad Gateway", "text/html", "<html>", "answered 502 with text/html, which is not how AWS IoT answers")]
    [InlineData("200 OK", "text/html", "<html>", "answered 200 with text/html, which is not how AWS IoT answers")]
    [InlineData("200 OK", "application/json", "[]", "answered 200 with application/json, which is not how AWS IoT answers")]
    [InlineData("302 Found", "text/plain", "", "answered 302 with text/plain, which is not how AWS IoT answers")]
    [InlineData("503 Busy", "application/json", "{\"code\":\"ServiceUnavailableException\",\"message\":\"later\"}", "cannot do it now; try again. ServiceUnavailableException: later")]
    [InlineData("400 No", "application/json", "{\"__type\":\"aws#ThrottlingException:x\",\"Message\":\"slow\"}", "cannot do it now; try again. ThrottlingException: slow")]
    [InlineData("200 OK", "application/json", "{\"registrationCode\":\"www.example.com\"}", "gave no registration code of the form that AWS IoT has")]
    [InlineData("403 No", "application/json", "{\"message\":\"a\\u001b[2Jb\\nc\"}", "answered 403 with application/json")]
    [InlineData("403 No", "application/json", "{\"code\":\"InvalidSignatureException\",\"message\":\"a\\u001b[2Jb\\nc\\u202e\"}", @"InvalidSignatureException: a\u{1B}[2Jb\u{0A}c\u{202E}")]
    public async Task An_answer_that_is_not_what_was_asked_for_is_one_line(string status, string type, string body, string told)
    {
        using var canned = new CannedService(CannedService.Http(status, type, body));
        var line = await LineAsync(canned.Url);
        Assert.StartsWith($"anchorage: {canned.Url} ", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "broke off before it had answered")]
    [InlineData("SSH-2.0-OpenSSH\r\n", "not HTTP")]
    public async Task A_peer_that_speaks_no_HTTP_is_one_line(string answer, string told)
    {
        using var canned = new CannedService(answer);
        Assert.Contains(told, await LineAsync(canned.Url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_far_from_ours_explains_a_refused_signature()
    {
        using var canned = new CannedService(CannedService.Http(
            "403 No", "application/json", "{\"message\":\"no\"}", "x-amzn-ErrorType: InvalidSignatureException\r\nDate: Tue, 01 Jan 2019 00:00:00 GMT\r\n"));
        Assert.Matches($@"The clocks are \d+ days apart: here it is \S+Z, at {canned.Url} it is 2019-01-01T00:00:00Z\.", await LineAsync(canned.Url));
    }

    [Fact]
    public async Task A_TLS_certificate_that_is_not_trusted_is_told_and_can_be()
    {
        var code = new string('c', 64);
        using var certificate = CannedService.MakeCertificate("localhost");
        var bundle = desk.Path("bundle.pem");
        await File.WriteAllTextAsync(bundle, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        using var canned = new CannedService(CannedService.Http("200 OK", "application/json", $"{{\"registrationCode\":\"{code}\"}}"), certificate);
        Assert.StartsWith($"anchorage: The TLS certificate of {canned.Url} is not trusted: ", await LineAsync(canned.Url), StringComparison.Ordinal);
        Assert.Contains("is for another name", await LineAsync(canned.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), [("AWS_CA_BUNDLE", bundle)]), StringComparison.Ordinal);
        Assert.Equal(code, (await desk.RunAsync([("AWS_CA_BUNDLE", bundle)], "registration-code", "--endpoint-url", canned.Url)).Ends(0).Out.TrimEnd());
        Assert.Contains("AWS_CA_BUNDLE names", await LineAsync(canned.Url, [("AWS_CA_BUNDLE", "/none.pem")]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_HTTP_behind_an_https_URL_is_told()
    {
        using var canned = new CannedService("HTTP/1.1 400 Bad Request\r\n\r\n");
        Assert.Contains("does not speak TLS as wanted", await LineAsync(canned.Url.Replace("http", "https", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://localhost")]
    [InlineData("localhost:8080")]
    [InlineData("http://user:secret@localhost")]
    public async Task What_is_no_endpoint_is_wrong_usage(string given) =>
        Assert.Contains("a URL such as http://127.0.0.1:8080 is wanted", (await desk.RunAsync("registration-code", "--endpoint-url", given)).Ends(64).ErrorLine(), StringComparison.Ordinal);

    private Task<string> LineAsync(string url, params string[] options) => LineAsync(url, [], options);

    private async Task<string> LineAsync(string url, (string, string)[] environment, params string[] options)
    {
        var result = (await desk.RunAsync(environment, ["registration-code", "--endpoint-url", url, .. options])).Ends(2);
        Assert.Equal("", result.Out);
        return result.ErrorLine();
    }
}
