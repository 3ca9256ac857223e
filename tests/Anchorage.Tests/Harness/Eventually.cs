namespace Anchorage.Tests.Harness;

/// <summary>Waits for what comes by itself, such as a line in the log.</summary>
internal static class Eventually
{
    /// <summary>Fails when it has not come within a minute.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 600, "It has not come within a minute.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
