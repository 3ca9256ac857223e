using System.Security.Cryptography;
using Anchorage.Certificates;
using Anchorage.Gateway.Sessions;
using Anchorage.Policies;
using Anchorage.Policy;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Gateway;

/// <summary>Whether a device is let in, decided on its CONNECT packet: by the registry, and by the policies of its certificate.</summary>
internal static class Admission
{
    /// <summary>Judges a connection by what its handshake and its CONNECT packet told. Gives whose it is, or why it is refused.</summary>
    public static async Task<(Principal? Principal, ConnectRefusal? Refusal)> DecideAsync(
        Peer peer, ConnectRequest request, Installation on, CancellationToken cancellationToken)
    {
        if (peer.Certificate is not { } der)
        {
            return Refuse("no_certificate", "The device showed no certificate.");
        }

        var certificateId = Convert.ToHexStringLower(SHA256.HashData(der));
        var caller = new Caller(peer.Endpoint.AccountId, peer.Endpoint.Region, AccessKeyId: null);
        var (certificate, policies) = await on.Database.ReadAsync(
            async session =>
            {
                var found = await RegisteredCertificate.FindAsync(session, caller, certificateId, cancellationToken);
                return (found, found is null ? [] : await PrincipalPolicies.FindAsync(session, caller, found.Resource, on.CompiledPolicies, cancellationToken));
            },
            cancellationToken);

        // An unknown certificate: the place where its CA is looked for and it registers itself.
        if (certificate is null)
        {
            return Refuse("unknown", $"Certificate {certificateId} is not registered in account {caller.AccountId} and {caller.Region}.");
        }

        if (certificate.Status is not CertificateStatus.Active)
        {
            return Refuse("not_active", $"Certificate {certificateId} is {certificate.Status}; wanted ACTIVE.");
        }

        var now = on.Clock.GetUtcNow();
        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            return Refuse("not_valid", $"Certificate {certificateId} is valid from {certificate.NotBefore:O} to {certificate.NotAfter:O}, and it is {now:O}.");
        }

        var permissions = new Permissions(caller.AccountId, caller.Region, policies, ContextOf(der, peer, request));
        return permissions.MayConnect(request.ClientId)
            ? (new Principal(caller.AccountId, caller.Region, certificateId, permissions), null)
            : Refuse("connect_not_allowed", $"No policy of certificate {certificateId} allows iot:Connect to client/{request.ClientId}, or one denies it.");

        (Principal?, ConnectRefusal?) Refuse(string name, string words) => (null, ConnectRefusal.NotAuthorized(name, words, request.IsVersion5));
    }

    /// <summary>What policies may know of the connection.</summary>
    private static PolicyContext ContextOf(byte[] der, Peer peer, ConnectRequest request)
    {
        var context = new PolicyContext()
            .Set(ContextNames.ClientId, request.ClientId)
            .Set(ContextNames.SourceIp, peer.Address.ToString())
            .Set(ContextNames.SecureTransport, "true")
            .Set(ContextNames.ConnectAttributes, [.. request.Attributes]);
        var reading = Certificate.Read(der, "device certificate");
        if (!reading.IsRead)
        {
            return context;
        }

        using var certificate = reading.Value;
        return CertificateVariables.Set(context, certificate);
    }
}
