using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Microsoft.Extensions.Time.Testing;
using static Anchorage.Tests.Gateway.FirstConnect;

namespace Anchorage.Tests.Gateway;

/// <summary>A device and a registry, and what comes of the one meeting the other.</summary>
/// <param name="Outcome">The outcome that is recorded; <c>admitted</c> also for ordinary successes, of which there is no record.</param>
/// <param name="PrepareAsync">Makes both.</param>
/// <param name="CAs">How many CAs are named.</param>
internal sealed record AttemptScenario(string Outcome, Func<AttemptScene, Task<TestDevice>> PrepareAsync, int CAs = 0)
{
    public const string Other = "210987654321";

    /// <summary>The name in the handshake.</summary>
    public string ServerName { get; init; } = NameOf(TestDevice.Account);

    public string ClientId { get; init; } = "c";

    public static readonly ImmutableDictionary<string, AttemptScenario> All = new Dictionary<string, AttemptScenario>
    {
        ["a registered device"] = new("admitted", scene => TestDevice.Make().RegisterAsync(scene.Server)),
        ["a registered device that names no account"] = new("admitted", scene => TestDevice.Make().RegisterAsync(scene.Server)) { ServerName = "localhost" },
        ["a device whose policy is for another client id"] = new("connect_not_allowed", scene => TestDevice.Make().RegisterAsync(
            scene.Server, policy: """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/other"}]}""")),
        ["a device without a policy"] = new("connect_not_allowed", scene => TestDevice.Make().RegisterAsync(scene.Server, policy: null)),
        ["an INACTIVE device"] = new("not_active", scene => TestDevice.Make().RegisterAsync(scene.Server, "INACTIVE")),
        ["a REVOKED device"] = new("not_active", scene => TestDevice.Make().RegisterAsync(scene.Server, "REVOKED")),
        ["a registered device that has expired"] = new("not_valid", async scene =>
        {
            var device = await TestDevice.Make(notAfter: scene.Clock.GetUtcNow().AddMinutes(10)).RegisterAsync(scene.Server);
            scene.Clock.Advance(TimeSpan.FromMinutes(11));
            return device;
        }),
        ["a client id of the service's own"] = new("client_id", scene => TestDevice.Make().RegisterAsync(scene.Server)) { ClientId = "$me" },
        ["a name that is no endpoint"] = new("unknown_endpoint", scene => TestDevice.Make().RegisterAsync(scene.Server)) { ServerName = "broker.example.com" },
        ["more certificates than a chain has"] = new("too_many_certificates", _ =>
        {
            // A client of .NET sends only what belongs to the chain.
            var cas = new List<FleetCA> { new() };
            for (var number = 0; number < 9; number++)
            {
                cas.Add(new FleetCA($"CN={number}", cas[^1]));
            }

            return Task.FromResult(cas[^1].Device(sent: [.. cas[1..]]));
        }),
        ["a certificate that cannot be read"] = new("unreadable", scene =>
            Task.FromResult(TestDevice.Make(extension: new X509Extension("1.2.3.4", [5, 0], critical: true)))),
        ["a CA that nobody has registered"] = new("unknown", scene => Task.FromResult(new FleetCA().Device())),
        ["a CA of another account"] = new("unknown", async scene => (await new FleetCA().RegisterAsync(scene.Server, account: Other)).Device()),
        ["an intermediate that was not sent"] = new("unknown", async scene => new FleetCA("CN=Plant", await new FleetCA().RegisterAsync(scene.Server)).Device()),
        ["CAs that have only the name of the one that signed"] = new("not_signed", async scene =>
        {
            await new FleetCA().RegisterAsync(scene.Server);
            await new FleetCA().RegisterAsync(scene.Server);
            return new FleetCA().Device();
        }, CAs: 2),
        ["an INACTIVE CA"] = new("ca_inactive", async scene => (await new FleetCA().RegisterAsync(scene.Server, query: "?allowAutoRegistration=true")).Device(), CAs: 1),
        ["a CA that does not register by itself"] = new("auto_registration_off", async scene => (await new FleetCA().RegisterAsync(scene.Server, query: "?setAsActive=true")).Device(), CAs: 1),
        ["an expired device of a CA"] = new("not_acceptable", async scene =>
            (await new FleetCA().RegisterAsync(scene.Server)).Device(notAfter: scene.Clock.GetUtcNow().AddHours(-1)), CAs: 1),
        ["a device of a CA that registers"] = new("registered", async scene => (await new FleetCA().RegisterAsync(scene.Server)).Device(), CAs: 1),
        ["a device behind two intermediates"] = new("registered", async scene =>
        {
            var ca = await new FleetCA().RegisterAsync(scene.Server);
            var plant = new FleetCA("CN=Plant", ca);
            var line = new FleetCA("CN=Line", plant);
            return line.Device(sent: [line, plant]);
        }, CAs: 1),
        ["a device of a CA in DEFAULT mode that names no account"] = new("registered", async scene => (await new FleetCA().RegisterProvenAsync(scene.Server)).Device(), CAs: 1) { ServerName = "localhost" },
        ["a device of a quarantined CA"] = new("ca_quarantined", async scene => await QuarantineAsync(scene, await new FleetCA().RegisterAsync(scene.Server), isRegistered: false), CAs: 1),
        ["a registered device of a quarantined CA"] = new("ca_quarantined", async scene => await QuarantineAsync(scene, await new FleetCA().RegisterAsync(scene.Server), isRegistered: true), CAs: 1),
        ["a device of a CA with an activator"] = new("activated", async scene => (await ActivatingAsync(scene)).Device(), CAs: 1),
        ["a waiting device whose CA has an activator by now"] = new("activated", async scene =>
        {
            var ca = await new FleetCA().RegisterAsync(scene.Server);
            var device = ca.Device();
            await TryAsync(scene.Server, device);
            await ActivatingAsync(scene, ca);
            return device;
        }, CAs: 1),
        ["a device that waits for its activation"] = new("pending_activation", async scene =>
        {
            var device = (await new FleetCA().RegisterAsync(scene.Server)).Device();
            await TryAsync(scene.Server, device);
            return device;
        }, CAs: 1),
        ["a device of a CA with a template"] = new("provisioned", async scene =>
            (await new FleetCA().RegisterAsync(scene.Server, FirstConnect.Template)).Device("CN=lamp,SERIALNUMBER=7"), CAs: 1),
        ["a device that its template does not fit"] = new("not_provisioned", async scene => (await new FleetCA().RegisterAsync(scene.Server, FirstConnect.Template)).Device("CN=lamp"), CAs: 1),
        ["the same device again"] = new("not_provisioned", async scene =>
        {
            var device = (await new FleetCA().RegisterAsync(scene.Server, FirstConnect.Template)).Device("CN=lamp");
            await TryAsync(scene.Server, device);
            return device;
        }, CAs: 1),
        ["a waiting device whose CA has a template by now"] = new("provisioned", async scene =>
        {
            var ca = await new FleetCA().RegisterAsync(scene.Server);
            var device = ca.Device("CN=lamp,SERIALNUMBER=7");
            await TryAsync(scene.Server, device);
            await ca.UpdateAsync(scene.Server, "", FirstConnect.Template);
            return device;
        }, CAs: 1),
        ["a thing that belongs to another CA's device"] = new("not_provisioned", async scene =>
        {
            await TryAsync(scene.Server, (await new FleetCA("CN=One").RegisterAsync(scene.Server, FirstConnect.Template)).Device("CN=lamp,SERIALNUMBER=7"));
            return (await new FleetCA("CN=Two").RegisterAsync(scene.Server, FirstConnect.Template)).Device("CN=lamp,SERIALNUMBER=8");
        }, CAs: 1),
        ["a device that was revoked and deleted"] = new("revoked", async scene =>
        {
            var device = (await new FleetCA().RegisterAsync(scene.Server)).Device();
            await TryAsync(scene.Server, device);
            await UpdateAsync(scene.Server, device, "REVOKED");
            Assert.Equal(200, (await SendAsync(scene.Server, HttpMethod.Delete, $"/certificates/{device.Id}")).Status);
            return device;
        }, CAs: 1),
        ["a device that another account holds"] = new("held", async scene =>
        {
            var ca = await new FleetCA().RegisterProvenAsync(scene.Server, Other);
            var device = ca.Device();
            await TryAsync(scene.Server, device, NameOf(Other));
            Assert.Equal(200, (await SendAsync(scene.Server, HttpMethod.Put, $"/cacertificate/{ca.Id}?newStatus=INACTIVE", Other)).Status);
            Assert.Equal(200, (await SendAsync(scene.Server, HttpMethod.Delete, $"/cacertificate/{ca.Id}", Other)).Status);
            await ca.RegisterProvenAsync(scene.Server);
            return device;
        }, CAs: 1),
    }.ToImmutableDictionary();

    private static async Task<TestDevice> QuarantineAsync(AttemptScene scene, FleetCA ca, bool isRegistered)
    {
        var device = ca.Device();
        if (isRegistered)
        {
            await TryAsync(scene.Server, device);
        }

        Assert.Equal(200, (await SendAsync(scene.Server, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}")).Status);
        return device;
    }

    private static async Task<FleetCA> ActivatingAsync(AttemptScene scene, FleetCA? registered = null)
    {
        var ca = registered ?? await new FleetCA().RegisterAsync(scene.Server);
        using var client = new AccountClient(scene.Server.Endpoint);
        Assert.Equal(200, (await client.SendAsync(TestDevice.Account, HttpMethod.Post, "/policies/device", new JsonObject { ["policyDocument"] = TestDevice.AllowAll })).Status);
        Assert.Equal(200, (await client.SendAsync(TestDevice.Account, HttpMethod.Put, $"/-/ca-activators/{ca.Id}", new JsonObject { ["policyName"] = "device" })).Status);
        return ca;
    }

    public static TheoryData<string> Names => [.. All.Keys.Order(StringComparer.Ordinal)];
}

/// <summary>Where a scenario takes place.</summary>
internal sealed record AttemptScene(AnchorageServer Server, FakeTimeProvider Clock);
