using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Anchorage.Gateway.Packets;
using Anchorage.Onboarding;
using Anchorage.Wire;
using MQTTnet.Packets;

namespace Anchorage.Gateway;

/// <summary>Tells what would happen if a device connected now with a certificate, and why: the very decision that a connect meets, on trial. Not an operation of AWS.</summary>
internal static class DiagnoseOnboarding
{
    public const string Path = "/-/onboarding-diagnosis";

    public static readonly Operation Operation = Operation.Of(
        "DiagnoseOnboarding", "POST", Path, changes: false, [],
        static () => GatewayShapes.Wire.OnboardingDiagnosis,
        RunAsync);

    private static async Task<Result<OnboardingDiagnosis>> RunAsync(Call call, Installation on)
    {
        var reading = DiagnosisRequest.Read(call, on.Options);
        if (!reading.IsSuccess)
        {
            return reading.Error;
        }

        var request = reading.Value;
        var endpoint = EndpointName.Read(request.ServerName, on.Options, await on.ServerCertificates.GetAsync());
        if (endpoint is { IsNamed: true } && (endpoint.AccountId != call.Caller.AccountId || endpoint.Region != call.Caller.Region))
        {
            return WireError.InvalidRequest(
                $"serverName is {Printable.Quoted(request.ServerName)}, the endpoint of another account or region than yours, which are {call.Caller.AccountId} and {call.Caller.Region}. Only connects to your own are diagnosed: leave serverName out, or give {request.OwnName}.");
        }

        var peer = new Peer { Address = request.SourceAddress, ServerName = request.ServerName, Endpoint = endpoint ?? EndpointName.OfNobody(on.Options), Certificate = request.Certificate, Sent = request.Sent };
        var trail = new AdmissionTrail { IsTrial = true };
        var (outcome, reason) = endpoint is null ? (AttemptOutcome.UnknownEndpoint.Name, AttemptOutcome.UnknownEndpoint.Meaning)
            : peer.IsTooMuch ? (AttemptOutcome.TooManyCertificates.Name, AttemptOutcome.TooManyCertificates.Meaning)
            : await DecideAsync(peer, request.ClientId, trail, on, call.Cancelled);

        // A device that names no account may come to another one, of which nothing is told: not even that it is another.
        if (trail.Caller is { } found && !peer.Endpoint.IsNamed && (found.AccountId != call.Caller.AccountId || outcome == AttemptOutcome.Unknown.Name))
        {
            trail = new AdmissionTrail { IsTrial = true };
            (outcome, reason) = (
                AttemptOutcome.Unknown.Name,
                $"A device that names no account comes to account {on.Options.Account} or to the one that alone holds its certificate or CA, and account {call.Caller.AccountId} does not answer for this one. Have the device ask for {request.OwnName}.");
        }

        return OnboardingDiagnosis.Of(peer, request.ClientId, AttemptOutcome.Of(outcome), Printable.Bounded(reason, OnboardingAttempt.MostReason), trail);
    }

    private static async Task<(string Outcome, string Reason)> DecideAsync(
        Peer peer, string clientId, AdmissionTrail trail, Installation on, CancellationToken cancellationToken)
    {
        var frame = Codec.Encode(new MqttConnectPacket { ClientId = clientId, CleanSession = true, KeepAlivePeriod = 60 }, isVersion5: true);
        var received = new System.Buffers.ReadOnlySequence<byte>(frame);
        var (request, refusal) = Frame.Take(ref received, ConnectRequest.MostBytes, out var whole) is FrameOutcome.Whole ? ConnectRequest.Read(whole) : (null, ConnectRefusal.Malformed);
        if (request is not null)
        {
            (var principal, refusal) = await Admission.DecideAsync(peer, request, trail, on, events: null, cancellationToken);
            if (principal is not null)
            {
                return (AttemptOutcome.Admitted.Name, trail.Onboarding is { IsProvisioned: true } provisioned
                    ? AdmissionTrail.AtOnce(provisioned)
                    : $"Certificate {principal.CertificateId} is ACTIVE, and its policies allow iot:Connect to client/{clientId}.");
            }
        }

        return (refusal!.Name, refusal.Words);
    }
}

/// <summary>The request of DiagnoseOnboarding, read.</summary>
/// <param name="Certificate">The device's certificate, DER; it need not be readable.</param>
/// <param name="Sent">What the device sends beside it, DER.</param>
/// <param name="ServerName">The name in the handshake (SNI); the account's own endpoint unless said, and empty for none.</param>
/// <param name="ClientId">The client id of CONNECT; unless said the subject's common name, and the certificate's id where there is none that can be one.</param>
/// <param name="SourceAddress">Where the device connects from, for policies that look at it; 127.0.0.1 unless said.</param>
/// <param name="OwnName">The name of the account's own endpoint.</param>
internal sealed record DiagnosisRequest(byte[] Certificate, ImmutableArray<byte[]> Sent, string ServerName, string ClientId, IPAddress SourceAddress, string OwnName)
{
    /// <summary>Beyond what any device may send, so that its rule speaks.</summary>
    private const int MostBlocks = 32;

    private const string CommonNameType = "2.5.4.3";

    public static Result<DiagnosisRequest> Read(Call call, Configuration.ServeOptions options)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with certificatePem, the PEM of the device's certificate and of those it sends beside it", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var pem = body.RequiredText("certificatePem", "the PEM of the device's certificate, then of those it sends beside it");
        var ownName = $"{call.Caller.AccountId}.iot.{call.Caller.Region}.{options.EndpointDomain}";
        var serverName = body.Text("serverName", 0, 255);
        var clientId = body.Text("clientId", 1, 128);
        var address = IPAddress.Loopback;
        if (body.Text("sourceAddress", 1, 64) is { } text && !IPAddress.TryParse(text, out address))
        {
            faults.Add($"sourceAddress is {Printable.Quoted(text)}; wanted an IP address, such as 192.0.2.7.");
        }

        var blocks = pem is null ? [] : Blocks(pem, faults);
        return faults.Any
            ? faults.AsError()
            : new DiagnosisRequest(blocks[0], blocks[1..], serverName ?? ownName, clientId ?? ClientIdOf(blocks[0]), address!, ownName);
    }

    private static ImmutableArray<byte[]> Blocks(string pem, Faults faults)
    {
        var blocks = ImmutableArray.CreateBuilder<byte[]>();
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is not "CERTIFICATE")
            {
                faults.Add($"certificatePem has a block {Printable.Quoted(rest[fields.Label].ToString())}; wanted CERTIFICATE alone. Never send a private key.");
                return [];
            }

            blocks.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            rest = rest[fields.Location.End..];
        }

        if (blocks.Count is 0 or > MostBlocks)
        {
            faults.Add($"certificatePem has {blocks.Count} blocks of PEM; wanted the device's certificate, and at most {MostBlocks - 1} beside it.");
            return [];
        }

        return blocks.ToImmutable();
    }

    private static string ClientIdOf(byte[] der)
    {
        using var certificate = X509.Certificate.Read(der, "device certificate").Value;
        return certificate?.Subject.ValuesOf(CommonNameType).FirstOrDefault() is { Length: > 0 } name && ConnectRequest.IsClientId(name) && !name.Any(char.IsControl)
            ? name
            : Convert.ToHexStringLower(SHA256.HashData(der));
    }
}
