using System.Net;
using System.Text.Json;

namespace Anchorage.Bench;

/// <summary>A server that devices connect to: Anchorage with a CA that provisions them, or the floor.</summary>
internal sealed class DeviceServer : IDisposable
{
    /// <summary>The account's name in the handshake, by which a CA in SNI_ONLY mode is found.</summary>
    public const string Name = "123456789012.iot.us-east-1.localhost";

    private const string Template = """
        {"Parameters":{"AWS::IoT::Certificate::Id":{"Type":"String"},"AWS::IoT::Certificate::CommonName":{"Type":"String"}},
        "Resources":{"thing":{"Type":"AWS::IoT::Thing","Properties":{"ThingName":{"Ref":"AWS::IoT::Certificate::CommonName"}}},
        "certificate":{"Type":"AWS::IoT::Certificate","Properties":{"CertificateId":{"Ref":"AWS::IoT::Certificate::Id"},"Status":"ACTIVE"}},
        "policy":{"Type":"AWS::IoT::Policy","Properties":{"PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}}}}}
        """;

    private readonly TimeProvider _clock;

    private DeviceServer(ServerProcess process, IPEndPoint devices, TimeProvider clock)
    {
        Process = process;
        Devices = devices;
        _clock = clock;
    }

    public ServerProcess Process { get; }

    /// <summary>Where devices connect.</summary>
    public IPEndPoint Devices { get; }

    /// <summary>Lets a device in on its very first connect, so that an onboarding is one connect that ends with a CONNACK, like any other.</summary>
    public static DeviceServer Anchorage(Executables executables, DeviceCertificates certificates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var devices = ServerProcess.FreeAddress();
        var process = ServerProcess.Anchorage(executables, executables.NewFolder(), ServerProcess.FreeAddress(), "--mqtts", $"{devices}", "--jitp-hold");
        try
        {
            StartUp.WaitFor(process, StartUp.Ready(process.Address), cancellationToken);
            var body = new MemoryStream();
            using (var json = new Utf8JsonWriter(body))
            {
                json.WriteStartObject();
                json.WriteString("caCertificate", certificates.CAPem);
                json.WriteString("certificateMode", "SNI_ONLY");
                json.WriteStartObject("registrationConfig");
                json.WriteString("templateBody", Template);
                json.WriteString("roleArn", "arn:aws:iam::123456789012:role/JITPRole");
                json.WriteEndObject();
                json.WriteEndObject();
            }

            RawCall.Send(process.Address, Signing.Request(
                process.Address, "POST", "/cacertificate", "allowAutoRegistration=true&setAsActive=true", body.ToArray(), clock.GetUtcNow()));
            return new DeviceServer(process, devices, clock);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>A Kestrel listener with client certificates and nothing behind.</summary>
    public static async Task<DeviceServer> FloorAsync(
        Executables executables, MadeDevice device, bool isTuned, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (certificate, key) = DeviceCertificates.WriteServer(executables.WorkFolder, clock.GetUtcNow());
        var devices = ServerProcess.FreeAddress();
        var process = ServerProcess.FloorOfDevices(executables, devices, certificate, key, isTuned);
        try
        {
            await WaitForAsync(process, devices, device, cancellationToken);
            return new DeviceServer(process, devices, clock);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>How many things Anchorage lists.</summary>
    public int CountThings()
    {
        var count = 0;
        for (string? token = ""; token is not null;)
        {
            var query = "maxResults=250" + (token.Length == 0 ? "" : $"&nextToken={Uri.EscapeDataString(token)}");
            using var page = JsonDocument.Parse(RawCall.Send(Process.Address, Signing.Request(Process.Address, "GET", "/things", query, [], _clock.GetUtcNow())));
            count += page.RootElement.GetProperty("things").GetArrayLength();
            token = page.RootElement.TryGetProperty("nextToken", out var next) ? next.GetString() : null;
        }

        return count;
    }

    public void Dispose() => Process.Dispose();

    private static async Task WaitForAsync(ServerProcess process, IPEndPoint devices, MadeDevice device, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var _ = await DeviceClient.ConnectAsync(devices, device, cancellationToken);
                return;
            }
            catch (InvalidRunException) when (tries < 100 && !process.HasEnded)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
