namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>A running server, and the questions that the harness itself asks it.</summary>
internal sealed class TranscriptServer(AnchorageServer server, bool isSigned, IssuedKeys? keys = null) : IAsyncDisposable
{
    public string Endpoint => server.Endpoint;

    public bool IsSigned => isSigned;

    /// <summary>The keys of accounts; null where requests are signed with the root's.</summary>
    public IssuedKeys? Keys => keys;

    /// <summary>The registration code of the caller's account and region, asked for over the wire.</summary>
    public async Task<string> RegistrationCodeAsync(TranscriptCaller caller, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(caller, "/registrationcode", cancellationToken);
        return answer.Json is { } json && JsonPath.Text(json, "registrationCode") is { } code
            ? code
            : throw new InvalidDataException($"No registration code came back:\n{answer}");
    }

    /// <summary>Everything that the caller's account holds, as text: the list, each description, each CA's tags.</summary>
    public async Task<string> StoredStateAsync(TranscriptCaller caller, CancellationToken cancellationToken)
    {
        var list = await GetAsync(caller, "/cacertificates?pageSize=250", cancellationToken);
        var state = new List<string> { $"{list.Status} {list.Text}" };
        var ids = list.Json is { } json && list.Status == 200 ? JsonPath.Text(json, "certificates[*].certificateId")! : string.Empty;
        foreach (var id in ids.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var arn = Uri.EscapeDataString($"arn:aws:iot:{caller.SignedRegion}:{caller.AccountId}:cacert/{id}");
            state.Add((await GetAsync(caller, $"/cacertificate/{id}", cancellationToken)).Text);
            state.Add((await GetAsync(caller, $"/tags?resourceArn={arn}", cancellationToken)).Text);
        }

        return string.Join('\n', state);
    }

    /// <summary>Whether the caller's account has this CA certificate.</summary>
    public async Task<bool> HasAsync(TranscriptCaller caller, string certificateId, CancellationToken cancellationToken) =>
        (await GetAsync(caller, $"/cacertificate/{certificateId}", cancellationToken)).Status == 200;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<WireAnswer> GetAsync(TranscriptCaller caller, string target, CancellationToken cancellationToken)
    {
        // The harness asks as the account's owner, whoever it was that was refused.
        var owner = caller with { Name = "root", Region = IsSigned && keys is null ? "us-east-1" : caller.Region };
        var request = new WireRequest("GET", target, "HTTP/1.1", [new("Host", new Uri(Endpoint).Authority)], []);
        var credentials = keys is null ? null : await keys.OfAdministratorAsync(caller.AccountId);
        return await (IsSigned ? RequestSigning.Sign(request, owner, [], credentials) : RequestSigning.Claim(request, owner)).SendAsync(Endpoint, cancellationToken);
    }
}
