using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Certificates;

/// <summary>Calls the server for some accounts, keeps in a model what must come of it, and compares.</summary>
internal sealed class CertificateLife(AccountClient client, List<string> accounts)
{
    private readonly Dictionary<(int Account, string Id), Row> _rows = [];
    private readonly List<string> _issued = [];
    private readonly Dictionary<int, Walk> _walks = [];

    /// <summary>A certificate that every account could bring, or in its place one that was issued in this sequence.</summary>
    public string Id(int number, IReadOnlyList<TestDevice> made) => number % 2 == 1 && _issued.Count > number / 2 ? _issued[number / 2] : made[number].Id;

    public async Task RegisterAsync(int account, TestDevice certificate, string status)
    {
        var there = _rows.ContainsKey((account, certificate.Id));
        var reply = await client.SendAsync(
            accounts[account], HttpMethod.Post, "/certificate/register-no-ca", new JsonObject { ["certificatePem"] = certificate.Pem, ["status"] = status });
        Expect(there ? 409 : 200, reply);
        if (!there)
        {
            _rows[(account, certificate.Id)] = new Row(status, account, null, null);
        }
    }

    public async Task IssueAsync(int account)
    {
        var csr = TestDevice.Request();
        var reply = await client.SendAsync(accounts[account], HttpMethod.Post, "/certificates", new JsonObject { ["certificateSigningRequest"] = csr });
        Expect(200, reply);
        var id = reply.Body["certificateId"]!.GetValue<string>();
        _issued.Add(id);
        _rows[(account, id)] = new Row("INACTIVE", account, null, null);
    }

    public async Task UpdateAsync(int account, string id, string status)
    {
        var row = _rows.GetValueOrDefault((account, id));
        var reply = await SendAsync(account, HttpMethod.Put, $"/certificates/{id}?newStatus={status}");
        Expect(row is null ? 404 : row.Status == status || row.Status is "ACTIVE" or "INACTIVE" ? 200 : 406, reply);
        if (reply.Status == 200)
        {
            _rows[(account, id)] = row! with { Status = status };
        }
    }

    public async Task DeleteAsync(int account, string id)
    {
        var row = _rows.GetValueOrDefault((account, id));
        Expect(row is null ? 404 : row.Status is "INACTIVE" or "REVOKED" ? 200 : 406, await SendAsync(account, HttpMethod.Delete, $"/certificates/{id}"));
        if (row?.Status is "INACTIVE" or "REVOKED")
        {
            Remove(account, id);
        }
    }

    public async Task TransferAsync(int account, int target, string id)
    {
        var row = _rows.GetValueOrDefault((account, id));
        var reply = await SendAsync(account, HttpMethod.Patch, $"/transfer-certificate/{id}?targetAwsAccount={accounts[target]}");
        Expect(account == target ? 400 : row is null ? 404 : row.Status switch { "INACTIVE" => 200, "PENDING_TRANSFER" => 409, _ => 406 }, reply);
        if (reply.Status == 200)
        {
            _rows[(account, id)] = row! with { Status = "PENDING_TRANSFER", To = target };
            _rows.TryAdd((target, id), new Row("PENDING_TRANSFER", account, null, null));
        }
    }

    public async Task AcceptAsync(int account, string id, bool active)
    {
        var row = _rows.GetValueOrDefault((account, id));
        Expect(Answerable(account, row), await SendAsync(account, HttpMethod.Patch, $"/accept-certificate-transfer/{id}?setAsActive={active}"));
        if (Answerable(account, row) == 200)
        {
            Remove(row!.Owner, id);
            _rows[(account, id)] = new Row(active ? "ACTIVE" : "INACTIVE", account, row.Owner, null) { WasAccepted = true };
        }
    }

    public async Task RejectAsync(int account, string id)
    {
        var row = _rows.GetValueOrDefault((account, id));
        Expect(Answerable(account, row), await SendAsync(account, HttpMethod.Patch, $"/reject-certificate-transfer/{id}"));
        if (Answerable(account, row) == 200)
        {
            GiveBack(row!.Owner, account, id);
        }
    }

    public async Task CancelAsync(int account, string id)
    {
        var row = _rows.GetValueOrDefault((account, id));
        var wanted = row is null ? _rows.Any(other => other.Key.Id == id && other.Value.PreviousOwner == account) ? 410 : 404 : row.To is null ? 400 : 200;
        Expect(wanted, await SendAsync(account, HttpMethod.Patch, $"/cancel-certificate-transfer/{id}"));
        if (wanted == 200)
        {
            GiveBack(account, row!.To!.Value, id);
        }
    }

    /// <summary>Goes on where this account's list was left; at its end, what was there all the while must have been on it once.</summary>
    public async Task TurnPageAsync(int account)
    {
        var walk = _walks.TryGetValue(account, out var begun) ? begun : _walks[account] = new Walk([.. Ids(account)]);
        var reply = await SendAsync(account, HttpMethod.Get, $"/certificates?pageSize=2{(walk.Marker is null ? "" : $"&marker={Uri.EscapeDataString(walk.Marker)}")}");
        Expect(200, reply);
        walk.Seen.AddRange(reply.Body["certificates"]!.AsArray().Select(item => item!["certificateId"]!.GetValue<string>()));
        walk.Marker = reply.Body["nextMarker"]?.GetValue<string>();
        if (walk.Marker is null)
        {
            Assert.All(walk.Seen.GroupBy(id => id).Where(same => same.Count() > 1), twice => Assert.Contains(twice.Key, walk.CameAgain));
            Assert.Empty(walk.Staying.Except(walk.Seen));
            _walks.Remove(account);
        }
    }

    /// <summary>Compares everything that the accounts can see with the model.</summary>
    public async Task CheckAsync()
    {
        for (var account = 0; account < accounts.Count; account++)
        {
            _walks.Remove(account);
            var listed = new List<string>();
            do
            {
                await TurnPageAsync(account);
            }
            while (_walks.ContainsKey(account));

            var all = await SendAsync(account, HttpMethod.Get, "/certificates?pageSize=250");
            listed.AddRange(all.Body["certificates"]!.AsArray().Select(item => $"{item!["certificateId"]} {item["status"]}"));
            Assert.Equal(Rows(account).Select(row => $"{row.Id} {row.Row.Status}").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));

            var outgoing = await SendAsync(account, HttpMethod.Get, "/certificates-out-going?pageSize=250");
            Assert.Equal(
                Rows(account).Where(row => row.Row.To is not null).Select(row => $"{row.Id} {accounts[row.Row.To!.Value]}").Order(StringComparer.Ordinal),
                outgoing.Body["outgoingCertificates"]!.AsArray().Select(item => $"{item!["certificateId"]} {item["transferredTo"]}").Order(StringComparer.Ordinal));

            foreach (var (id, row) in Rows(account))
            {
                var told = (await SendAsync(account, HttpMethod.Get, $"/certificates/{id}")).Body["certificateDescription"]!;
                Assert.Equal(
                    (accounts[row.Owner], row.PreviousOwner is { } previous ? accounts[previous] : null, row.Status),
                    (told["ownedBy"]!.GetValue<string>(), told["previousOwnedBy"]?.GetValue<string>(), told["status"]!.GetValue<string>()));
            }
        }
    }

    private static int Answerable(int account, Row? row) =>
        row is null ? 404 : row.Status == "PENDING_TRANSFER" ? row.Owner == account ? 400 : 200 : row.WasAccepted ? 410 : 400;

    private static void Expect(int status, Reply reply) => Assert.True(status == reply.Status, $"wanted {status}, got {reply}");

    private IEnumerable<(string Id, Row Row)> Rows(int account) =>
        _rows.Where(row => row.Key.Account == account).Select(row => (row.Key.Id, row.Value));

    private IEnumerable<string> Ids(int account) => Rows(account).Select(row => row.Id);

    private void GiveBack(int source, int target, string id)
    {
        _rows[(source, id)] = _rows[(source, id)] with { Status = "INACTIVE", To = null, WasAccepted = false };
        if (_rows.TryGetValue((target, id), out var offered) && offered.Status == "PENDING_TRANSFER" && offered.Owner == source)
        {
            Remove(target, id);
        }
    }

    private void Remove(int account, string id)
    {
        _rows.Remove((account, id));
        if (_walks.TryGetValue(account, out var walk))
        {
            walk.Staying.Remove(id);
            walk.CameAgain.Add(id);
        }
    }

    private Task<Reply> SendAsync(int account, HttpMethod method, string path) => client.SendAsync(accounts[account], method, path);

    private sealed record Row(string Status, int Owner, int? PreviousOwner, int? To)
    {
        public bool WasAccepted { get; init; }
    }

    /// <summary>A list that is being paged through.</summary>
    private sealed class Walk(HashSet<string> staying)
    {
        /// <summary>What was there at its beginning and has been ever since.</summary>
        public HashSet<string> Staying { get; } = staying;

        /// <summary>What went meanwhile, and may have come again as a new registration.</summary>
        public HashSet<string> CameAgain { get; } = [];

        public List<string> Seen { get; } = [];

        public string? Marker { get; set; }
    }
}
