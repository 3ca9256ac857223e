using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>A device's certificate, the CAs that may have issued it, and what may stand between them.</summary>
/// <param name="anchors">CAs that vouch for devices, of whatever names; those of other names do no harm.</param>
/// <param name="sent">What the device sent beside its certificate, in any order.</param>
internal sealed class DeviceChain(Certificate device, ImmutableArray<Certificate> anchors, ImmutableArray<Certificate> sent, DateTimeOffset now)
{
    /// <summary>Most intermediates that are looked at.</summary>
    public const int MaxIntermediates = 4;

    private ChainSearch? search;

    public Certificate Device => device;

    public ImmutableArray<Certificate> Anchors => anchors;

    /// <summary>What was sent, without repetitions, the device's own certificate and the anchors, which many devices send too.</summary>
    public ImmutableArray<Certificate> Intermediates { get; } = Distinct(device, anchors, sent);

    /// <summary>The time at which the certificates are to be valid.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What was found on the way from the device's certificate to a CA.</summary>
    public ChainSearch Search => search ??= ChainSearch.Run(this);

    // One more than is looked at is kept, so that there are too many: the rest need not be compared.
    private static ImmutableArray<Certificate> Distinct(Certificate device, ImmutableArray<Certificate> anchors, ImmutableArray<Certificate> sent)
    {
        var kept = ImmutableArray.CreateBuilder<Certificate>();
        foreach (var certificate in sent)
        {
            if (kept.Count <= MaxIntermediates && !IsSame(certificate, device) && !anchors.Any(anchor => IsSame(certificate, anchor))
                && !kept.Any(other => IsSame(certificate, other)))
            {
                kept.Add(certificate);
            }
        }

        return kept.DrainToImmutable();
    }

    private static bool IsSame(Certificate one, Certificate other) => one.Der.Span.SequenceEqual(other.Der.Span);
}
