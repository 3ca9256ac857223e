using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Auditing;

/// <summary>Asks servers for their records of who did what.</summary>
internal static class Trail
{
    /// <summary>All that a search finds, newest first, however many pages it takes.</summary>
    public static async Task<List<JsonObject>> ListAsync(Func<string, Task<Reply>> get, string filters = "")
    {
        var all = new List<JsonObject>();
        for (var marker = ""; ;)
        {
            var page = await get($"/-/audit?pageSize=250{filters}{marker}");
            Assert.True(page.Status == 200, $"{page}");
            all.AddRange(page.Body["records"]!.AsArray().Select(record => record!.AsObject()));
            if (page.Body["nextMarker"] is not { } next)
            {
                return all;
            }

            marker = $"&marker={Uri.EscapeDataString(next.GetValue<string>())}";
        }
    }

    public static Task<List<JsonObject>> ListAsync(KeyHolder holder, string filters = "") => ListAsync(path => holder.SendAsync(HttpMethod.Get, path), filters);

    public static Task<List<JsonObject>> ListAsync(AccountClient client, string account, string filters = "") =>
        ListAsync(path => client.SendAsync(account, HttpMethod.Get, path), filters);

    public static string Said(this JsonObject record, string name) => record[name]?.GetValue<string>() ?? "";

    public static string[] Resources(this JsonObject record) => [.. record["resources"]!.AsArray().Select(resource => resource!.GetValue<string>())];
}
