using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>A stop loses nothing: what was read is answered, what was answered is stored.</summary>
[Trait("Against", "executable")]
public sealed class StopTests : IDisposable
{
    private const string Account = "111122223333";

    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Under_load_every_request_that_was_read_is_answered_whole_and_every_200_is_stored()
    {
        var (accepted, unanswered) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        await using (var server = await StartAsync())
        {
            var workers = Enumerable.Range(0, 32).Select(number => Task.Run(() => RegisterUntilClosedAsync(server.Address, number, accepted, unanswered))).ToList();
            await Until(() => accepted.Count > 200);

            await server.SignalAsync("TERM");
            var stopping = Stopwatch.StartNew();

            Assert.Equal(0, await server.ExitCodeAsync());
            Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
            await Task.WhenAll(workers);
            Assert.DoesNotContain("\"exception\"", server.Errors, StringComparison.Ordinal);
        }

        await using var restarted = await StartAsync();
        using var client = new AccountClient(restarted.Endpoint);
        Assert.All(await Task.WhenAll(accepted.Select(id => client.DescribeAsync(Account, id))), reply => Assert.Equal(200, reply.Status));

        // Whoever got no answer may ask again: the server had not taken the request.
        Assert.All(await Task.WhenAll(unanswered.Select(id => client.DescribeAsync(Account, id))), reply => Assert.Equal(404, reply.Status));
    }

    [Fact]
    public async Task Readiness_is_withdrawn_before_connections_are_refused()
    {
        await using var server = await StartAsync();
        var seen = new List<int> { await ReadyAsync() };

        await server.SignalAsync("TERM");
        while (!server.HasExited)
        {
            seen.Add(await ReadyAsync());
        }

        Assert.Equal(200, seen[0]);
        Assert.Contains(503, seen);
        Assert.DoesNotContain(200, seen.Skip(seen.IndexOf(503)));
        Assert.Equal(0, await server.ExitCodeAsync());

        async Task<int> ReadyAsync()
        {
            try
            {
                using var connection = await RawConnection.OpenAsync(server.Address);
                await connection.TrySendAsync("GET /-/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
                return (await connection.ReadAsync()).Status;
            }
            catch (SocketException)
            {
                return 0;
            }
        }
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_request_whose_body_is_still_coming_is_waited_for_and_answered(string signal)
    {
        var ca = new TestCA("CN=Slow");
        var request = RawConnection.Registration(Account, ca);
        await using (var server = await StartAsync())
        {
            using var connection = await RawConnection.OpenAsync(server.Address);
            await connection.SendAsync(request[..^400]);
            await Task.Delay(200, TestContext.Current.CancellationToken);

            await server.SignalAsync(signal);
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            Assert.False(server.HasExited);
            await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(server.Address));
            await connection.SendAsync(request[^400..]);
            var answer = await connection.ReadAsync();

            Assert.True(answer.IsComplete, answer.Head);
            Assert.Equal(200, answer.Status);
            Assert.True(answer.Closes, answer.Head);
            Assert.Equal(ca.Id, JsonNode.Parse(answer.Body)!["certificateId"]!.GetValue<string>());
            Assert.Equal(0, await server.ExitCodeAsync());
        }

        await using var restarted = await StartAsync();
        using var client = new AccountClient(restarted.Endpoint);
        Assert.Equal(200, (await client.DescribeAsync(Account, ca.Id)).Status);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Idle_connections_do_not_hold_it_up(string signal)
    {
        await using var server = await StartAsync();
        var idle = new List<RawConnection>();
        for (var number = 0; number < 50; number++)
        {
            var connection = await RawConnection.OpenAsync(server.Address);
            idle.Add(connection);
            if (number % 2 == 0)
            {
                await connection.SendAsync("GET /-/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
                Assert.Equal(200, (await connection.ReadAsync()).Status);
            }
        }

        await server.SignalAsync(signal);
        var stopping = Stopwatch.StartNew();

        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        foreach (var connection in idle)
        {
            Assert.True((await connection.ReadAsync()).IsNothing);
            connection.Dispose();
        }
    }

    [Fact]
    public async Task A_second_signal_does_not_cut_short_what_the_first_began()
    {
        var ca = new TestCA("CN=Twice");
        var request = RawConnection.Registration(Account, ca);
        await using var server = await StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Address);
        await connection.SendAsync(request[..^100]);
        await Task.Delay(200, TestContext.Current.CancellationToken);

        await server.SignalAsync("TERM");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await server.SignalAsync("TERM");
        await Task.Delay(200, TestContext.Current.CancellationToken);
        await connection.SendAsync(request[^100..]);

        Assert.Equal(200, (await connection.ReadAsync()).Status);
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_folder, "--auth", "none");

    /// <summary>A keep-alive client: one request after the other on one connection, a new one when it is told to close, until none is to be had.</summary>
    private static async Task RegisterUntilClosedAsync(Uri server, int number, ConcurrentBag<string> accepted, ConcurrentBag<string> unanswered)
    {
        for (var count = 0; ;)
        {
            RawConnection connection;
            try
            {
                connection = await RawConnection.OpenAsync(server);
            }
            catch (SocketException)
            {
                return;
            }

            using (connection)
            {
                for (var open = true; open;)
                {
                    var ca = new TestCA($"CN=Worker {number} {count++ / 8}");
                    var sent = await connection.TrySendAsync(RawConnection.Registration(Account, ca));
                    var answer = sent ? await connection.ReadAsync() : new RawAnswer(0, "", "", false);
                    if (answer.IsNothing)
                    {
                        unanswered.Add(ca.Id);
                        open = false;
                    }
                    else
                    {
                        Assert.True(answer.IsComplete, answer.Head + answer.Body);
                        Assert.Equal(200, answer.Status);
                        accepted.Add(ca.Id);
                        open = !answer.Closes;
                    }
                }
            }
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), "The load did not come up within a minute.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
