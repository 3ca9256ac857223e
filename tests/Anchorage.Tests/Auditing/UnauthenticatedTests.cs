using Anchorage.Auditing;
using Anchorage.Tests.Harness;
using Anchorage.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Auditing;

/// <summary>Whoever is not known can fill neither the trail nor the log.</summary>
public class UnauthenticatedTests
{
    [Fact]
    [Trait("Against", "executable")]
    public async Task A_flood_of_unsigned_requests_leaves_no_record_and_a_line_a_minute()
    {
        await using var store = new SqliteTestStore();
        await using var server = await ServerProcess.StartAsync(store.Folder);
        using var http = new HttpClient { BaseAddress = server.Address };

        foreach (var _ in Enumerable.Range(0, 40))
        {
            var statuses = await Task.WhenAll(Enumerable.Range(0, 25).Select(async number =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/cacertificates?n={number}");
                if (number % 5 == 0)
                {
                    request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 nonsense");
                }

                using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
                return (int)response.StatusCode;
            }));
            Assert.All(statuses, status => Assert.Equal(403, status));
        }

        Assert.Equal(0, await store.CountAsync("audit_record"));
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.ExitCodeAsync());
        var lines = server.Errors.Split('\n').Where(line => line.Contains("MissingAuthenticationToken", StringComparison.Ordinal) || line.Contains("IncompleteSignature", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 2, 4);
        Assert.All(lines, line => Assert.Contains("\"event\":\"UnauthenticatedRefused\"", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("?n=", line, StringComparison.Ordinal));
    }

    [Fact]
    public void One_a_minute_of_each_kind_is_told_and_says_for_how_many_it_stands()
    {
        var clock = new FakeTimeProvider();
        var refusals = new UnauthenticatedRefusals(clock);
        Assert.Equal(1, refusals.Note(WireErrorKind.InvalidSignature));
        Assert.Equal(1, refusals.Note(WireErrorKind.ExpiredToken));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(0, refusals.Note(WireErrorKind.InvalidSignature)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1001, refusals.Note(WireErrorKind.InvalidSignature));
        Assert.Equal(0, refusals.Note(WireErrorKind.InvalidSignature));
        Assert.Equal((1003, 1, 0), (refusals.Count(WireErrorKind.InvalidSignature), refusals.Count(WireErrorKind.ExpiredToken), refusals.Count(WireErrorKind.UnrecognizedClient)));
    }
}
