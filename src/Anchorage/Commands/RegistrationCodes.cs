using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Client.Proof;

namespace Anchorage.Commands;

/// <summary>Calls about the registration code.</summary>
internal static class RegistrationCodes
{
    private const string Path = "/registrationcode";

    public static async Task<Outcome<string>> GetAsync(IotClient client, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(HttpMethod.Get, Path, null, cancellationToken);
        if (!answer.IsDone)
        {
            return answer.Failure;
        }

        return answer.Value["registrationCode"] is JsonValue value && value.TryGetValue<string>(out var code) && ProofOfPossession.IsCode(code)
            ? code
            : Failure.Unreachable($"{client.Address} gave no registration code of the form that AWS IoT has, 64 hexadecimal digits. Check --endpoint-url.");
    }

    public static Task<Outcome<JsonObject>> DeleteAsync(IotClient client, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Delete, Path, null, cancellationToken);
}
