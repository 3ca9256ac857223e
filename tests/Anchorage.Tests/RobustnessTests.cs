using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>Callers that stall, flood or break off harm nobody else, and surprise the server never.</summary>
[Trait("Against", "executable")]
public sealed partial class RobustnessTests : IAsyncLifetime
{
    private const string Account = "111122223333";

    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-test-").FullName;
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(_folder, "--auth", "none");

    /// <summary>After each of these tests the server must still answer, have kept its size, and have logged no surprise.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var client = new AccountClient(_server.Endpoint))
        {
            Assert.Equal(200, (await client.RegisterAsync(Account, new TestCA("CN=Afterwards"))).Status);
        }

        Assert.InRange(ResidentMebibytes(), 1, 300);
        await _server.SignalAsync("TERM");
        Assert.Equal(0, await _server.ExitCodeAsync());
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        foreach (var surprise in new[] { "\"exception\"", "nobody expected", "\"Unexpected\"", "\"level\":\"error\"", "\"level\":\"critical\"", "Unhandled", "   at " })
        {
            Assert.False(_server.Errors.Contains(surprise, StringComparison.Ordinal), $"The log holds {surprise}: {_server.Errors}");
        }

        int ResidentMebibytes() => int.Parse(
            Resident().Match(File.ReadAllText($"/proc/{_server.ProcessId}/status")).Groups[1].Value, CultureInfo.InvariantCulture) / 1024;
    }

    [Fact]
    public async Task Two_hundred_that_stall_stop_nobody_and_are_cut_off()
    {
        var request = RawConnection.Registration(Account, new TestCA("CN=Stalled"));
        var stalled = new List<RawConnection>();
        for (var number = 0; number < 200; number++)
        {
            var connection = await RawConnection.OpenAsync(_server.Address);
            stalled.Add(connection);
            await connection.SendAsync((number % 4) switch
            {
                0 => "GET /cacert",
                1 => "GET /cacertificates HTTP/1.1\r\nHost: localh",
                2 => request[..^200],

                // A length is not yet a body: nothing of it may be set aside.
                _ => "POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n{",
            });
        }

        using var client = new AccountClient(_server.Endpoint, 16);
        var started = TimeProvider.System.GetTimestamp();
        var replies = await Task.WhenAll(TestCA.Many(40, "CN=Others").Select((ca, index) => client.RegisterAsync($"{index / 8:000000000000}", ca)));
        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));

        // Each ends with an answer that says so, or with nothing but the end; none is held for ever.
        foreach (var answer in await Task.WhenAll(stalled.Select(connection => connection.ReadAsync(TimeSpan.FromSeconds(40)))))
        {
            Assert.Contains(answer.Status, (int[])[0, 400, 408]);
        }

        stalled.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task A_body_that_drips_is_cut_off()
    {
        using var connection = await RawConnection.OpenAsync(_server.Address);
        await connection.SendAsync("POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n{");
        var answer = connection.ReadAsync(TimeSpan.FromSeconds(30));
        while (!answer.IsCompleted && await connection.TrySendAsync(" "))
        {
            await Task.WhenAny(answer, Task.Delay(500, TestContext.Current.CancellationToken));
        }

        Assert.Contains((await answer).Status, (int[])[400, 408]);
    }

    [Fact]
    public async Task A_flood_of_headers_is_refused()
    {
        var one = new StringBuilder("GET /cacertificates HTTP/1.1\r\nHost: localhost\r\n");
        for (var number = 0; one.Length < 900_000; number++)
        {
            one.Append(CultureInfo.InvariantCulture, $"X-Flood-{number}: {new string('x', 100)}\r\n");
        }

        foreach (var flood in new[] { one.Append("\r\n").ToString(), $"GET /cacertificates HTTP/1.1\r\nHost: localhost\r\nX-Flood: {new string('x', 900_000)}\r\n\r\n" })
        {
            var answer = await ExchangeAsync(flood);
            Assert.Contains(answer.Status, (int[])[0, 431]);
        }
    }

    [Theory]
    [InlineData(10_000, 400)]
    [InlineData(90_000, 400)]
    [InlineData(99_000, 414)]
    [InlineData(900_000, 414)]
    public async Task A_huge_request_line_is_answered_or_refused(int length, int status)
    {
        foreach (var unit in new[] { "tags=&", "x&", "setAsActive=%C3%A4&", "x" })
        {
            var query = string.Concat(Enumerable.Repeat(unit, length / unit.Length));
            var answer = await ExchangeAsync($"POST /cacertificate?{query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{{}}");

            // A request line that is far too long may be cut off before all of it was sent.
            Assert.Contains(answer.Status, length > 500_000 ? [0, status] : (int[])[status]);
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"caCertificate\":[")]
    [InlineData("{\"registrationConfig\":{\"templateBody\":{\"x\":")]
    public async Task Json_without_end_is_refused(string unit)
    {
        foreach (var count in new[] { 33, 1_000_000 / unit.Length })
        {
            var body = string.Concat(Enumerable.Repeat(unit, count));
            var answer = await ExchangeAsync($"POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");

            Assert.Equal(400, answer.Status);
            Assert.Contains("InvalidRequestException", answer.Head, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_string_of_a_mebibyte_and_ten_thousand_members_are_refused()
    {
        var members = string.Join(',', Enumerable.Range(0, 50_000).Select(number => $"\"m{number}\":[{number}]"));
        var tags = string.Join(',', Enumerable.Repeat("{\"Key\":\"k\",\"Value\":\"v\"}", 30_000));
        foreach (var body in new[] { $"{{\"caCertificate\":\"{new string('A', 1_000_000)}\"}}", $"{{{members}}}", $"{{\"caCertificate\":\"x\",\"tags\":[{tags}]}}" })
        {
            Assert.Equal(400, (await ExchangeAsync($"POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}")).Status);
        }
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        string[] nonsense =
        [
            "\u0000\u0001\u0002\u00ff\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/0.9\r\n\r\n",
            "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /%00%ff%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET //////// HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET http://other.example/cacertificates HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /cacertificates HTTP/1.1\r\n\r\n",
            "GET /cacertificates HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /cacertificates HTTP/1.1\r\nHost: localhost\r\nAuthorization: Credential=\r\n\r\n",
            "GET /cacertificates HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-SHA256 Credential=/////////\u00e4\r\n\r\n",
            "GET /cacertificates?X-Amz-Credential=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /cacertificates?pageSize=99999999999999999999&marker=%f0%9f%94%92 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}{}{}",
            "POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 9\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
            "POST /cacertificate HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n",
        ];
        foreach (var text in nonsense)
        {
            var answer = await ExchangeAsync(text);

            // Some of these can be understood, in a way; no account has anything, so they may get an empty list.
            Assert.True(answer.Status is 0 or 100 or 200 or (>= 400 and < 500) or 505, $"{text} was answered {answer.Head}");
        }
    }

    [Fact]
    public async Task Clients_that_break_off_at_any_byte_are_no_surprise()
    {
        var request = RawConnection.Registration(Account, new TestCA("CN=Broken off"));
        for (var length = 1; length <= request.Length; length += 41)
        {
            using var connection = await RawConnection.OpenAsync(_server.Address);
            await connection.SendAsync(request[..length]);
            connection.Reset();
        }

        // And at any moment after the last byte, while the answer is made and written.
        for (var number = 0; number < 100; number++)
        {
            using var connection = await RawConnection.OpenAsync(_server.Address);
            await connection.SendAsync(RawConnection.Registration($"{number:000000000000}", new TestCA("CN=Gone")));
            Thread.SpinWait(number * 2000);
            connection.Reset();
        }
    }

    [Fact]
    public async Task Many_requests_sent_ahead_on_one_connection_are_answered_in_order()
    {
        using var connection = await RawConnection.OpenAsync(_server.Address);
        await connection.SendAsync(string.Concat(Enumerable.Range(0, 100).Select(
            number => $"GET /{(number % 2 == 0 ? "-/health/live" : "nowhere")} HTTP/1.1\r\nHost: localhost\r\n{(number == 99 ? "Connection: close\r\n" : "")}\r\n")));

        var all = new StringBuilder();
        for (RawAnswer part; !(part = await connection.ReadAsync()).IsNothing;)
        {
            all.Append(part.Head).Append(part.Body);
        }

        Assert.Equal(
            Enumerable.Range(0, 100).Select(number => number % 2 == 0 ? "200" : "404"),
            StatusLine().Matches(all.ToString()).Select(line => line.Groups[1].Value));
    }

    private async Task<RawAnswer> ExchangeAsync(string text)
    {
        using var connection = await RawConnection.OpenAsync(_server.Address);
        var answer = connection.ReadAsync(TimeSpan.FromSeconds(20));
        await connection.TrySendAsync(text);
        return await answer;
    }

    [GeneratedRegex(@"VmHWM:\s+([0-9]+) kB")]
    private static partial Regex Resident();

    [GeneratedRegex(@"HTTP/1\.1 ([0-9]{3})")]
    private static partial Regex StatusLine();
}
