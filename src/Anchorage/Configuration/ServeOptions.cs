using System.Collections.Immutable;
using System.Net;
using Anchorage.Throttles;

namespace Anchorage.Configuration;

/// <summary>How <c>anchorage serve</c> runs, judged: every value here is one that can be used.</summary>
internal sealed record ServeOptions
{
    public required string DataFolder { get; init; }

    public required IPEndPoint Http { get; init; }

    /// <summary>Where the API listens with TLS; null for nowhere.</summary>
    public required IPEndPoint? Https { get; init; }

    /// <summary>Where devices connect.</summary>
    public required IPEndPoint Mqtts { get; init; }

    /// <summary>Whether it was asked for; the default may be left alone when another program has its port.</summary>
    public required bool IsMqttsGiven { get; init; }

    /// <summary>The server's certificate chain for devices; null for local certificates. Goes with <see cref="TlsKey"/>.</summary>
    public required string? TlsCertificate { get; init; }

    public required string? TlsKey { get; init; }

    /// <summary>Whether refused devices are told why.</summary>
    public required bool ConnackReasons { get; init; }

    /// <summary>Whether the CONNECT by which a device is provisioned waits for that and is let in.</summary>
    public required bool JitpHold { get; init; }

    public required bool RequiresSignature { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The regions that are served; empty for any.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    public required string EndpointDomain { get; init; }

    /// <summary>Null for SQLite.</summary>
    public required string? Postgres { get; init; }

    public required string? MasterKey { get; init; }

    public required string? RootAccessKeyId { get; init; }

    public required string? RootSecretAccessKey { get; init; }

    /// <summary>Whether it is recorded who does what.</summary>
    public bool Audit { get; init; } = true;

    /// <summary>How long such a record is kept; null for ever.</summary>
    public TimeSpan? AuditRetention { get; init; } = TimeSpan.FromDays(90);

    public required LogLevel LogLevel { get; init; }

    /// <summary>How often accounts may call; as it was given, since it may be replaced later.</summary>
    public required ThrottleProfile Throttle { get; init; }

    /// <summary>The collector's address, with the path that metrics are posted to; null to send none.</summary>
    public required Uri? OtlpEndpoint { get; init; }

    public required bool DangerPlainHttp { get; init; }

    public required bool DangerUnauthenticated { get; init; }

    /// <summary>The options given that have no part behind them yet, to be said at start.</summary>
    public required ImmutableArray<string> WithoutEffect { get; init; }

    /// <summary>Whether a region is served.</summary>
    public bool Serves(string region) => Regions.IsEmpty || Regions.Contains(region);

    /// <summary>The secrets stay out of whatever prints this record.</summary>
    public override string ToString() => $"data={DataFolder} http={Http} account={Account} region={Region}";
}
