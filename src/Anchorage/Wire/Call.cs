using System.Collections.Immutable;
using System.Net;
using Anchorage.Auditing;

namespace Anchorage.Wire;

/// <summary>One authenticated request for one operation, with its body whole.</summary>
internal sealed class Call
{
    public required string RequestId { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>The values of the placeholders in the operation's path, in their order, percent-decoded once.</summary>
    public required ImmutableArray<string> Path { get; init; }

    public required RawQuery Query { get; init; }

    /// <summary>The headers, for the few members that travel there, such as <c>x-amzn-principal</c>.</summary>
    public required IHeaderDictionary Headers { get; init; }

    /// <summary>Where the request came from; null when that is not known.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>Whether it came through TLS.</summary>
    public bool IsSecure { get; init; }

    /// <summary>At most 1 MiB.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required CancellationToken Cancelled { get; init; }

    /// <summary>What the audit trail will say of it.</summary>
    public required AuditEntry Audit { get; init; }
}
