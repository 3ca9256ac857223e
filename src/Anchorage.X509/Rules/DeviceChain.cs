using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>A device's certificate, the CA that is to have issued it, and what may stand between them.</summary>
internal sealed class DeviceChain(Certificate device, Certificate ca, ImmutableArray<Certificate> intermediates)
{
    /// <summary>Most intermediates that are looked at: with these few, trying every order stays cheap.</summary>
    public const int MostIntermediates = 4;

    private ChainSearch? search;

    public Certificate Device => device;

    public Certificate CA => ca;

    public ImmutableArray<Certificate> Intermediates => intermediates;

    /// <summary>What was found on the way from the device's certificate to the CA.</summary>
    public ChainSearch Search => search ??= ChainSearch.Run(this);
}

/// <summary>The issuers from the device's up to the CA, or how far the search came.</summary>
/// <param name="Path">The device's issuer first, the CA last; empty when there is no such path.</param>
/// <param name="Stuck">The certificate whose issuer is missing; null when every name is there.</param>
/// <param name="Unsigned">The certificate whose issuer's name is there and whose signature is another's.</param>
/// <param name="Verdict">What came of checking that signature.</param>
internal sealed record ChainSearch(
    ImmutableArray<Certificate> Path, Certificate? Stuck, Certificate? Unsigned, SignatureVerdict Verdict)
{
    public static ChainSearch Run(DeviceChain chain)
    {
        Certificate? stuck = null;
        Certificate? unsigned = null;
        var verdict = SignatureVerdict.Valid;
        var path = chain.Intermediates.Length > DeviceChain.MostIntermediates ? [] : Extend(chain.Device, chain.Intermediates);
        return new ChainSearch(path, path.IsEmpty && unsigned is null ? stuck ?? chain.Device : null, path.IsEmpty ? unsigned : null, verdict);

        ImmutableArray<Certificate> Extend(Certificate from, ImmutableArray<Certificate> unused)
        {
            var named = false;
            foreach (var issuer in unused.Prepend(chain.CA).Where(candidate => candidate.Subject.Equals(from.Issuer)))
            {
                named = true;
                if (issuer.VerifySignatureOf(from) is not SignatureVerdict.Valid and var found)
                {
                    // The nearest to the device is the one to tell of.
                    (unsigned, verdict) = unsigned is null ? (from, found) : (unsigned, verdict);
                    continue;
                }

                if (ReferenceEquals(issuer, chain.CA))
                {
                    return [issuer];
                }

                if (Extend(issuer, unused.Remove(issuer)) is { IsEmpty: false } rest)
                {
                    return rest.Insert(0, issuer);
                }
            }

            stuck = named ? stuck : from;
            return [];
        }
    }
}
