using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>Which CA a device's certificate comes from, and what is wrong with it.</summary>
/// <param name="Anchor">The CA to which signatures lead; null when they lead to none. It may be there with faults.</param>
/// <param name="Issuers">The device's issuer first, the anchor last; empty when there is no anchor.</param>
/// <param name="Faults">Every rule that is broken; empty when the device may come in under <paramref name="Anchor"/>.</param>
public sealed record Anchoring(Certificate? Anchor, ImmutableArray<Certificate> Issuers, ImmutableArray<Fault> Faults)
{
    public bool IsAccepted => Faults.IsEmpty && Anchor is not null;
}
