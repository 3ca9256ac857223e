using Anchorage.Tests.Harness;

namespace Anchorage.Tests.CACertificates;

/// <summary>Calls the server for some accounts, keeps in a model what must come of it, and compares.</summary>
internal sealed class CALife(AccountClient client, IReadOnlyList<string> accounts, IReadOnlyList<string> codes, IReadOnlyList<TestCA> cas)
{
    private const int MostPerSubject = 10;

    private readonly Dictionary<(int Account, int CA), Row> _rows = [];

    public async Task RegisterAsync(int account, int ca, bool inDefaultMode)
    {
        var reply = inDefaultMode
            ? await client.RegisterProvenAsync(accounts[account], cas[ca], cas[ca].ProofOver(codes[account]))
            : await client.RegisterAsync(accounts[account], cas[ca]);
        var wanted = _rows.ContainsKey((account, ca)) ? 409
            : inDefaultMode && _rows.Any(row => row.Key.CA == ca && row.Value.IsDefault) ? 400
            : _rows.Keys.Count(key => key.Account == account) == MostPerSubject ? 410
            : 200;
        Assert.True(wanted == reply.Status, $"wanted {wanted}, got {reply}");
        if (wanted == 200)
        {
            _rows[(account, ca)] = new Row(inDefaultMode, IsActive: false, Version: 1);
        }
    }

    public async Task UpdateAsync(int account, int ca, bool active)
    {
        var reply = await client.SendAsync(accounts[account], HttpMethod.Put, $"/cacertificate/{cas[ca].Id}?newStatus={(active ? "ACTIVE" : "INACTIVE")}", []);
        if (!_rows.TryGetValue((account, ca), out var row))
        {
            Assert.Equal(404, reply.Status);
            return;
        }

        Assert.Equal(200, reply.Status);
        _rows[(account, ca)] = row.IsActive == active ? row : row with { IsActive = active, Version = row.Version + 1 };
    }

    public async Task DeleteAsync(int account, int ca)
    {
        var reply = await client.SendAsync(accounts[account], HttpMethod.Delete, $"/cacertificate/{cas[ca].Id}");
        Assert.Equal(_rows.TryGetValue((account, ca), out var row) ? row.IsActive ? 406 : 200 : 404, reply.Status);
        if (reply.Status == 200)
        {
            _rows.Remove((account, ca));
        }
    }

    /// <summary>Compares everything that the accounts can see with the model.</summary>
    public async Task CheckAsync()
    {
        for (var account = 0; account < accounts.Count; account++)
        {
            var mine = _rows.Where(row => row.Key.Account == account).ToList();
            var listed = new List<string>();
            string? marker = null;
            do
            {
                var page = await client.SendAsync(
                    accounts[account], HttpMethod.Get, $"/cacertificates?pageSize=3{(marker is null ? "" : $"&marker={Uri.EscapeDataString(marker)}")}");
                listed.AddRange(page.Body["certificates"]!.AsArray().Select(item => $"{item!["certificateId"]} {item["status"]}"));
                marker = page.Body["nextMarker"]?.GetValue<string>();
            }
            while (marker is not null);

            Assert.Equal(
                mine.Select(row => $"{cas[row.Key.CA].Id} {(row.Value.IsActive ? "ACTIVE" : "INACTIVE")}").Order(StringComparer.Ordinal),
                listed.Order(StringComparer.Ordinal));
            foreach (var (key, row) in mine)
            {
                var told = (await client.DescribeAsync(accounts[account], cas[key.CA].Id)).Body["certificateDescription"]!;
                Assert.Equal(
                    (row.IsDefault ? "DEFAULT" : "SNI_ONLY", row.Version, accounts[account]),
                    (told["certificateMode"]!.GetValue<string>(), told["customerVersion"]!.GetValue<int>(), told["ownedBy"]!.GetValue<string>()));
            }
        }
    }

    private sealed record Row(bool IsDefault, bool IsActive, int Version);
}
