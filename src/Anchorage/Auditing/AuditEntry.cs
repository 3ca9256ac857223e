using System.Net;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>What the trail will say of one call, or of one device's coming in: who from where, and what of which resources as that is found out.</summary>
internal sealed class AuditEntry
{
    private readonly List<string> _resources = [];
    private Operation? _operation;
    private Call? _call;

    public required Caller Caller { get; init; }

    /// <summary>As it will be stored.</summary>
    public required string Principal { get; init; }

    public IPAddress? Source { get; init; }

    public string UserAgent { get; init; } = string.Empty;

    public string RequestId { get; init; } = string.Empty;

    /// <summary>What was asked for, or happened.</summary>
    public string Operation { get; set; } = AuditedOperations.Unknown;

    /// <summary>Whether a record went into the store together with a change.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>The request, whose own resources are read from it when a record is made.</summary>
    public void Asks(Operation operation, Call call) => (Operation, _operation, _call) = (operation.Name, operation, call);

    /// <summary>Adds a resource; again is the same as once.</summary>
    public void Concern(string arn)
    {
        if (!_resources.Contains(arn))
        {
            _resources.Add(arn);
        }
    }

    public AuditRecord Record(DateTimeOffset now, long sequence, string outcome)
    {
        if (_operation is not null)
        {
            foreach (var arn in AuditedResources.Of(_operation, _call!))
            {
                Concern(arn);
            }
        }

        return new AuditRecord(
            Caller.AccountId,
            DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
            sequence,
            Caller.Region,
            Principal,
            Printable.Bounded(Caller.AccessKeyId ?? string.Empty, 128),
            (Source is { IsIPv4MappedToIPv6: true } ? Source.MapToIPv4() : Source)?.ToString() ?? string.Empty,
            Printable.Bounded(UserAgent, AuditRecord.MostUserAgent),
            Operation,
            string.Join(' ', _resources.Take(AuditRecord.MostResources)),
            outcome,
            RequestId);
    }
}
