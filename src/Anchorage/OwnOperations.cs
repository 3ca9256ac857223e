using System.Collections.Immutable;
using Anchorage.CACertificates;
using Anchorage.Wire;

namespace Anchorage;

/// <summary>What is offered beside AWS's operations, under <c>/-/</c>: signed, and each account's own, as those are.</summary>
internal static class OwnOperations
{
    public static readonly ImmutableArray<Operation> All =
    [
        DeleteCAActivator.Operation,
        GetCAActivator.Operation,
        PutCAActivator.Operation,
        QuarantineCACertificate.Operation,
        ReleaseCACertificate.Operation,
    ];
}
