using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Storage;

public class StoreAwayTests
{
    private const string Account = "111122223333";

    [Fact]
    public async Task While_the_store_is_away_callers_are_told_to_try_again_and_once_it_is_back_they_succeed()
    {
        await using var store = await PostgresTestStore.MakeAsync();
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        var (before, during) = (new TestCA("CN=Before"), new TestCA("CN=During"));
        Assert.Equal(200, (await client.RegisterAsync(Account, before)).Status);

        await store.SetReachableAsync(false);
        foreach (var reply in new[]
        {
            await client.RegisterAsync(Account, during), await client.DescribeAsync(Account, before.Id), await client.SendAsync(Account, HttpMethod.Get, "/registrationcode"),
        })
        {
            Assert.Equal((503, "ServiceUnavailableException"), (reply.Status, reply.Error));
            Assert.DoesNotContain("postgres", $"{reply}", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(store.Name, $"{reply}", StringComparison.Ordinal);
        }

        Assert.Equal(503, (await client.SendAsync(Account, HttpMethod.Get, "/-/health/ready")).Status);
        Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Get, "/-/health/live")).Status);

        await store.SetReachableAsync(true);
        Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Get, "/-/health/ready")).Status);
        Assert.Equal(200, (await client.RegisterAsync(Account, during)).Status);
        Assert.Equal(200, (await client.DescribeAsync(Account, before.Id)).Status);
        Assert.Equal(2, await store.CountAsync("ca_certificate"));
    }
}
