using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>
/// The search for a way from a device's certificate to a CA by names and signatures (RFC 5280 6.1.3), through intermediates in any order. Of
/// several ways, as when a CA renewed its certificate, the first that breaks no rule is taken.
/// </summary>
internal sealed class ChainSearch
{
    private readonly DeviceChain chain;
    private readonly Dictionary<(Certificate Issuer, Certificate Issued), SignatureVerdict> verdicts = [];
    private CertificationPath? faulty;

    private ChainSearch(DeviceChain chain) => this.chain = chain;

    public Budget Budget { get; } = new();

    /// <summary>The way that was found, with what it breaks; null when there is none.</summary>
    public CertificationPath? Path { get; private set; }

    /// <summary>The certificate whose issuer is missing; null when there is a way, or every name is there.</summary>
    public Certificate? Stuck { get; private set; }

    /// <summary>The certificate nearest to the device whose issuer's name is there and whose signature is another's; null when there is a way.</summary>
    public Certificate? Unsigned { get; private set; }

    /// <summary>What came of checking the signature of <see cref="Unsigned"/>.</summary>
    public SignatureVerdict Verdict { get; private set; }

    public static ChainSearch Run(DeviceChain chain)
    {
        var search = new ChainSearch(chain);
        if (chain.Intermediates.Length <= DeviceChain.MaxIntermediates)
        {
            search.Path = search.Extend(chain.Device, [], chain.Intermediates) ?? search.faulty;
        }

        if (search.Path is not null)
        {
            search.Unsigned = null;
        }

        search.Stuck = search.Path is null && search.Unsigned is null ? search.Stuck ?? chain.Device : null;
        return search;
    }

    /// <summary>The first way that breaks nothing; one that does is remembered and the search goes on. No deeper than the intermediates are many.</summary>
    private CertificationPath? Extend(Certificate from, ImmutableArray<Certificate> above, ImmutableArray<Certificate> unused)
    {
        var isNamed = false;
        foreach (var (issuer, isAnchor) in Candidates(from, unused))
        {
            isNamed = true;
            if (Verify(issuer, from) is not SignatureVerdict.Valid and var verdict)
            {
                (Unsigned, Verdict) = Unsigned is null ? (from, verdict) : (Unsigned, Verdict);
            }
            else if (isAnchor)
            {
                var path = new CertificationPath(chain.Device, above.Add(issuer), chain.Now, Budget);
                if (path.IsClean)
                {
                    return path;
                }

                faulty ??= path;
            }
            else if (Extend(issuer, above.Add(issuer), unused.Remove(issuer)) is { } path)
            {
                return path;
            }

            if (Budget.IsExceeded)
            {
                return null;
            }
        }

        if (!isNamed)
        {
            Stuck = from;
        }

        return null;
    }

    /// <summary>Anchors first, since they end the search; among each, those whose key identifier is the one that is named.</summary>
    private IEnumerable<(Certificate Issuer, bool IsAnchor)> Candidates(Certificate from, ImmutableArray<Certificate> unused)
    {
        var ofName = chain.Anchors.Select(anchor => (Issuer: anchor, IsAnchor: true))
            .Concat(unused.Select(intermediate => (Issuer: intermediate, IsAnchor: false)))
            .Where(candidate => candidate.Issuer.Subject.Equals(from.Issuer));
        return from.AuthorityKeyIdentifier?.KeyIdentifier is { } wanted
            ? ofName.OrderByDescending(candidate => candidate.Issuer.SubjectKeyIdentifier?.Span.SequenceEqual(wanted.Span) ?? false)
            : ofName;
    }

    private SignatureVerdict Verify(Certificate issuer, Certificate issued)
    {
        if (!verdicts.TryGetValue((issuer, issued), out var verdict))
        {
            verdict = Budget.TrySpendSignature() ? issuer.VerifySignatureOf(issued) : SignatureVerdict.NotChecked;
            verdicts.Add((issuer, issued), verdict);
        }

        return verdict;
    }
}
