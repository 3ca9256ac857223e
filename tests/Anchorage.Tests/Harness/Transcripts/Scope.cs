using Anchorage.Tests.Harness.Certificates;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>What the names in one case stand for: certificates, saved values, accounts.</summary>
internal sealed class Scope(TranscriptServer server)
{
    private readonly Dictionary<string, string> _accounts = [];

    public Dictionary<string, MadeCertificate> Certificates { get; } = [];

    public Dictionary<string, string> Saved { get; } = [];

    public TranscriptServer Server => server;

    /// <summary>The caller that a name in a transcript means, in a region.</summary>
    public TranscriptCaller Caller(string name, string? region) => new(name, Account(name), region);

    /// <summary>
    /// The account of a name. Under <c>--auth none</c> and where keys are issued, each case has its own, which no other case knows; else signed requests are all one account's.
    /// </summary>
    public string Account(string name)
    {
        if ((server.IsSigned && server.Keys is null) || name == TranscriptCaller.Nobody)
        {
            return TranscriptServers.DefaultAccount;
        }

        if (!_accounts.TryGetValue(name, out var account))
        {
            _accounts[name] = account = TranscriptServers.NewAccount();
        }

        return account;
    }
}

/// <summary>Who sends a request.</summary>
/// <param name="Name">As in the transcript: <c>me</c> unless it says <c>as</c> somebody else.</param>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="Region">The region it signs for; null for the server's own.</param>
internal sealed record TranscriptCaller(string Name, string AccountId, string? Region)
{
    /// <summary>Whoever sends no Authorization header at all.</summary>
    public const string Nobody = "nobody";

    /// <summary>Whoever signs with a key that was never issued.</summary>
    public const string Stranger = "stranger";

    public string SignedRegion => Region ?? "us-east-1";
}
