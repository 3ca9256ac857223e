using Anchorage.Throttles;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Throttles;

public class TokenBucketTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 250)]
    [InlineData(15, 7)]
    [InlineData(15, 900)]
    [InlineData(350, 3)]
    [InlineData(7, 13)]
    public void Over_a_minute_exactly_as_many_are_let_through_as_the_rate_has(int perSecond, int stepMilliseconds)
    {
        var buckets = new TokenBuckets<string>(_clock, 10);
        var rate = new CallRate(perSecond, perSecond);
        var end = _clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        var taken = TakeAll();
        Assert.Equal(perSecond, taken);

        while (_clock.GetUtcNow() < end)
        {
            var step = TimeSpan.FromMilliseconds(stepMilliseconds);
            _clock.Advance(step < end - _clock.GetUtcNow() ? step : end - _clock.GetUtcNow());
            taken += TakeAll();
        }

        Assert.Equal(perSecond + (60 * perSecond), taken);

        int TakeAll()
        {
            var count = 0;
            while (buckets.TryTake("key", rate, out _))
            {
                count++;
            }

            return count;
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(350)]
    public void The_wait_that_is_told_is_long_enough_and_no_tick_longer(int perSecond)
    {
        var buckets = new TokenBuckets<string>(_clock, 10);
        var rate = new CallRate(perSecond, 1);
        Assert.True(buckets.TryTake("key", rate, out _));
        Assert.False(buckets.TryTake("key", rate, out var wait));
        Assert.InRange(wait.TotalSeconds * perSecond, 1, 1.0001);

        _clock.Advance(wait - TimeSpan.FromTicks(1));
        Assert.False(buckets.TryTake("key", rate, out var rest));
        Assert.Equal(TimeSpan.FromTicks(1), rest);
        _clock.Advance(rest);
        Assert.True(buckets.TryTake("key", rate, out _));
    }

    [Fact]
    public void After_a_pause_no_more_come_at_once_than_may()
    {
        var buckets = new TokenBuckets<string>(_clock, 10);
        var rate = new CallRate(10, 20);
        Assert.True(buckets.TryTake("key", rate, out _));
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => buckets.TryTake("key", rate, out var _)));
    }

    [Fact]
    public void Keys_that_pause_are_dropped()
    {
        var buckets = new TokenBuckets<int>(_clock, 100_000);
        var rate = new CallRate(10, 10);
        Assert.All(Enumerable.Range(0, 50_000), key => Assert.True(buckets.TryTake(key, rate, out _)));
        Assert.Equal(50_000, buckets.Count);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(buckets.TryTake(-1, rate, out _));
        Assert.Equal(1, buckets.Count);
    }

    [Fact]
    public void When_every_place_is_in_use_another_key_gets_none_until_one_is_free()
    {
        var buckets = new TokenBuckets<int>(_clock, 100);
        var rate = new CallRate(10, 10);
        Assert.All(Enumerable.Range(0, 100), key => Assert.True(buckets.TryTake(key, rate, out _)));

        Assert.False(buckets.TryTake(100, rate, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
        Assert.True(buckets.TryTake(0, rate, out _));
        Assert.Equal(100, buckets.Count);

        // All but the one that was used twice are full again.
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(buckets.TryTake(100, rate, out _));
        Assert.Equal(2, buckets.Count);
    }

    [Fact]
    public async Task Callers_at_the_same_time_get_no_more_than_one_after_the_other()
    {
        var buckets = new TokenBuckets<int>(_clock, 1000);
        var rate = new CallRate(10, 1000);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 2000).Count(number => buckets.TryTake(number % 4, rate, out var _)), Cancelled)));
        Assert.Equal(4000, taken.Sum());
        Assert.Equal(4, buckets.Count);
    }

    [Fact]
    public async Task Dropping_a_key_while_it_is_used_loses_no_use_of_it()
    {
        var buckets = new TokenBuckets<int>(_clock, 1000);
        var rate = new CallRate(10, 10);
        using var stop = new CancellationTokenSource();
        var sweeping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _clock.Advance(TimeSpan.FromSeconds(11));
            }
        }, Cancelled);
        var users = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < 20_000; number++)
            {
                buckets.TryTake(number % 3, rate, out var _);
            }
        }, Cancelled));
        await Task.WhenAll(users);
        await stop.CancelAsync();
        await sweeping;

        Assert.InRange(buckets.Count, 0, 3);
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.True(buckets.TryTake(9, rate, out _));
        Assert.Equal(1, buckets.Count);
    }

    [Fact]
    public void A_profile_that_is_replaced_holds_from_the_next_call_on()
    {
        var throttle = new CallThrottle(_clock, ThrottleProfile.Off);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(throttle.Refuse("111122223333", "DescribeThing")));
        Assert.Equal(0, throttle.Count);

        throttle.Profile = ThrottleProfile.Aws;
        Assert.Equal(350, Enumerable.Range(0, 1000).Count(_ => throttle.Refuse("111122223333", "DescribeThing") is null));
        throttle.Profile = ThrottleProfile.Off;
        Assert.Null(throttle.Refuse("111122223333", "DescribeThing"));
    }

    [Fact]
    public void Every_operation_that_has_a_number_is_one_of_AWS() =>
        Assert.Subset(Wire.ServiceModel.Operations.Select(operation => operation.Name).ToHashSet(), ThrottleProfile.Aws.PerSecond.Keys.ToHashSet());

    [Theory]
    [InlineData("RegisterCACertificate", 10)]
    [InlineData("TransferCertificate", 10)]
    [InlineData("CreateThing", 15)]
    [InlineData("GetEffectivePolicies", 50)]
    [InlineData("DescribeThing", 350)]
    [InlineData("ListOnboardingAttempts", 10)]
    public void The_profile_aws_has_the_numbers_of_AWS(string operation, int perSecond) =>
        Assert.Equal(new CallRate(perSecond, perSecond), ThrottleProfile.Aws.Of(operation));
}
