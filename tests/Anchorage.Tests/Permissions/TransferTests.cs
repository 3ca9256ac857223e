using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests.Permissions;

/// <summary>A certificate goes from one account to another, each with keys of its own, and every step that is not theirs is refused.</summary>
public class TransferTests(PermissionServers servers) : IClassFixture<PermissionServers>
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_certificate_goes_from_one_account_to_another_by_the_keys_of_both(Dialect dialect)
    {
        var (from, to, third) = (await HolderAsync(dialect, "iot:TransferCertificate"), await HolderAsync(dialect, "iot:*CertificateTransfer"), await HolderAsync(dialect, "*"));
        var device = new TestDevice("CN=buoy");
        Assert.Equal(200, (await from.Administrator.SendAsync(HttpMethod.Post, "/certificate/register-no-ca", new JsonObject { ["certificatePem"] = device.Pem })).Status);
        var offer = $"/transfer-certificate/{device.Id}?targetAwsAccount={to.Caller.Account}";

        // It is theirs alone until it is offered, and to be offered by who may.
        AssertRefused(404, "ResourceNotFoundException", await third.Caller.SendAsync(HttpMethod.Patch, offer, []));
        AssertRefused(403, "AccessDeniedException", await to.Caller.SendAsync(HttpMethod.Patch, offer, []));
        AssertRefused(404, "ResourceNotFoundException", await to.Caller.SendAsync(HttpMethod.Patch, $"/accept-certificate-transfer/{device.Id}"));
        AssertRefused(403, "AccessDeniedException", await from.Caller.SendAsync(HttpMethod.Get, $"/certificates/{device.Id}"));
        Assert.Equal(200, (await from.Caller.SendAsync(HttpMethod.Patch, offer, new JsonObject { ["transferMessage"] = "for you" })).Status);

        // Offered, it is the other account's to take, and nobody else's to see or take.
        foreach (var step in new[] { "accept", "reject" })
        {
            AssertRefused(403, "AccessDeniedException", await from.Caller.SendAsync(HttpMethod.Patch, $"/{step}-certificate-transfer/{device.Id}"));
            AssertRefused(400, "InvalidRequestException", await from.Administrator.SendAsync(HttpMethod.Patch, $"/{step}-certificate-transfer/{device.Id}"));
            AssertRefused(404, "ResourceNotFoundException", await third.Caller.SendAsync(HttpMethod.Patch, $"/{step}-certificate-transfer/{device.Id}"));
        }

        AssertRefused(404, "ResourceNotFoundException", await third.Caller.SendAsync(HttpMethod.Patch, $"/cancel-certificate-transfer/{device.Id}"));
        AssertRefused(404, "ResourceNotFoundException", await third.Caller.SendAsync(HttpMethod.Get, $"/certificates/{device.Id}"));
        Assert.Equal(200, (await to.Caller.SendAsync(HttpMethod.Patch, $"/accept-certificate-transfer/{device.Id}?setAsActive=true")).Status);

        // Accepted, it is theirs, and no longer the first account's.
        var described = await to.Administrator.SendAsync(HttpMethod.Get, $"/certificates/{device.Id}");
        Assert.Equal(to.Caller.Account, described.Body["certificateDescription"]!["ownedBy"]!.GetValue<string>());
        Assert.Equal(from.Caller.Account, described.Body["certificateDescription"]!["previousOwnedBy"]!.GetValue<string>());
        AssertRefused(404, "ResourceNotFoundException", await from.Administrator.SendAsync(HttpMethod.Get, $"/certificates/{device.Id}"));
        AssertRefused(404, "ResourceNotFoundException", await from.Caller.SendAsync(HttpMethod.Patch, offer, []));
        AssertRefused(410, "TransferAlreadyCompletedException", await from.Administrator.SendAsync(HttpMethod.Patch, $"/cancel-certificate-transfer/{device.Id}"));
    }

    private async Task<(KeyHolder Administrator, KeyHolder Caller)> HolderAsync(Dialect dialect, string action)
    {
        var server = await servers.FindAsync(dialect);
        var administrator = await server.Keys!.AdministratorAsync(TranscriptServers.NewAccount());
        var caller = await administrator.IssueAsync(administrator.Account, new JsonObject { ["principalName"] = "mover" });
        await administrator.PutPolicyAsync(
            "mover", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}""");
        return (administrator, caller);
    }

    private static void AssertRefused(int status, string error, Reply reply) =>
        Assert.True((status, error) == (reply.Status, reply.Error), $"{status} {error} was wanted, and came {reply}");
}
