using System.Net;
using System.Net.Sockets;
using Anchorage.Commands;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>The moments of a start in which the store is not open yet: here another process keeps it from being written.</summary>
[Trait("Against", "executable")]
public sealed class EntranceTests : IAsyncDisposable
{
    private readonly SqliteTestStore _store = new();
    private readonly Uri _address = FreeAddress();
    private readonly HttpClient _client = new();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Who_comes_too_early_waits_and_is_answered_but_the_process_says_at_once_that_it_lives()
    {
        var held = await HoldAsync();
        await using var server = Launch();
        await LivesAsync();

        var ready = _client.GetAsync(new Uri(_address, "/-/health/ready"), TestContext.Current.CancellationToken);
        var list = _client.GetAsync(new Uri(_address, "/cacertificates"), TestContext.Current.CancellationToken);
        await LivesAsync();
        Assert.False(ready.IsCompleted);
        Assert.False(list.IsCompleted);

        await held.FinishAsync("SELECT 1");
        Assert.Equal(HttpStatusCode.OK, (await ready).StatusCode);
        Assert.Equal("""{"certificates":[]}""", await (await list).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_the_store()
    {
        var held = await HoldAsync();
        await using var server = Launch();
        await LivesAsync();

        await server.SignalAsync("TERM");

        // Had it gone on to wait, it would have told that the store is locked.
        Assert.Equal((0, ""), (await server.ExitCodeAsync(), server.Errors));
        await held.FinishAsync("SELECT 1");
    }

    [Fact]
    public async Task Who_waits_is_let_go_when_the_start_fails()
    {
        var held = await HoldAsync();
        await using var server = Launch();
        await LivesAsync();
        var ready = _client.GetAsync(new Uri(_address, "/-/health/ready"), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Unreachable, await server.ExitCodeAsync());

        await Assert.ThrowsAsync<HttpRequestException>(() => ready);
        Assert.Contains("cannot be used", server.Errors, StringComparison.Ordinal);
        await held.FinishAsync("SELECT 1");
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }

    private async Task<HeldWrites> HoldAsync()
    {
        await (await _store.OpenMigratedAsync()).DisposeAsync();
        return await _store.HoldWritesAsync();
    }

    private ServerProcess Launch() => ServerProcess.Launch(
        ["serve", "--data", _store.Folder, "--http", _address.Authority, "--mqtts", "127.0.0.1:0", "--auth", "none"]);

    private async Task LivesAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Assert.Equal(
                    """{"status":"live"}""", await _client.GetStringAsync(new Uri(_address, "/-/health/live"), TestContext.Current.CancellationToken));
                return;
            }
            catch (HttpRequestException) when (tries < 400)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }
}
