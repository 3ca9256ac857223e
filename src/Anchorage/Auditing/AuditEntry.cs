using System.Net;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>What the trail will say of one call, or of one device's coming in: who from where, and what of which resources as that is found out.</summary>
internal sealed class AuditEntry
{
    private readonly List<string> _resources = [];
    private Operation? _operation;
    private Call? _call;
    private AuditRecord? _prepared;

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

    /// <summary>Works out all that is known before the work begins: other writers wait for as long as a unit of work takes.</summary>
    public void Prepare()
    {
        if (_prepared is not null)
        {
            return;
        }

        if (_operation is not null)
        {
            foreach (var arn in AuditedResources.Of(_operation, _call!))
            {
                Concern(arn);
            }
        }

        _prepared = new AuditRecord(
            Caller.AccountId,
            default,
            0,
            Caller.Region,
            Principal,
            Printable.Bounded(Caller.AccessKeyId ?? string.Empty, 128),
            (Source is { IsIPv4MappedToIPv6: true } ? Source.MapToIPv4() : Source)?.ToString() ?? string.Empty,
            Printable.Bounded(UserAgent, AuditRecord.MostUserAgent),
            Operation,
            string.Empty,
            string.Empty,
            RequestId);
    }

    public AuditRecord Record(DateTimeOffset now, long sequence, string outcome)
    {
        Prepare();
        return _prepared! with
        {
            RecordedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
            Sequence = sequence,
            Resources = _resources is [var only] ? only : string.Join(' ', _resources.Take(AuditRecord.MostResources)),
            Outcome = outcome,
        };
    }
}
