using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>Whether the names of a chain lie where its issuers' name constraints want them (RFC 5280 4.2.1.10, 6.1.3 b and c).</summary>
internal static class NameConstraintJudgement
{
    // In subjects of certificates without such a name in subjectAltName, an e-mail address is constrained too (RFC 5280 4.2.1.10).
    private static readonly ObjectIdentifier EmailAddress = ObjectIdentifier.Of("1.2.840.113549.1.9.1");

    /// <summary>What is wrong, in full sentences; null when nothing is.</summary>
    /// <param name="issuers">The device's issuer first, the CA last.</param>
    public static string? FindBreach(Certificate device, ImmutableArray<Certificate> issuers, Budget budget)
    {
        for (var index = 0; index < issuers.Length; index++)
        {
            if (issuers[index].NameConstraints is not { } constraints)
            {
                continue;
            }

            // A certificate that only renews a key under the same name is not constrained; the device's always is.
            foreach (var below in issuers[..index].Where(issuer => !issuer.IsSelfIssued).Prepend(device))
            {
                if (FindBreach(below, constraints, budget) is { } breach)
                {
                    return $"{Quoted.Show(below.Subject.ToString())} {breach} the name constraints of {Quoted.Show(issuers[index].Subject.ToString())}.";
                }
            }
        }

        return null;
    }

    private static string? FindBreach(Certificate certificate, NameConstraints constraints, Budget budget)
    {
        foreach (var name in NamesOf(certificate))
        {
            if (FindMatch(name, constraints.Excluded, budget) is not false and var excluded)
            {
                return excluded is null ? $"has the name {name}, which cannot be held against" : $"has the name {name}, which is excluded by";
            }

            var ofKind = constraints.Permitted.Where(permitted => permitted.Kind == name.Kind).ToImmutableArray();
            if (!ofKind.IsEmpty && FindMatch(name, ofKind, budget) is not true and var permitted)
            {
                return permitted is null ? $"has the name {name}, which cannot be held against" : $"has the name {name}, which is not among those permitted by";
            }
        }

        return null;
    }

    /// <summary>Null when it cannot be told: the kind of name is not one that is compared, or the budget is spent.</summary>
    private static bool? FindMatch(GeneralName name, ImmutableArray<GeneralName> bases, Budget budget)
    {
        foreach (var constraint in bases)
        {
            if (constraint.Kind != name.Kind)
            {
                continue;
            }

            if (!budget.TrySpendNameComparison())
            {
                return null;
            }

            if (NameSubtree.Contains(constraint, name) is not false and var found)
            {
                return found;
            }
        }

        return false;
    }

    private static IEnumerable<GeneralName> NamesOf(Certificate certificate)
    {
        var names = certificate.SubjectAlternativeNames;
        if (!certificate.Subject.IsEmpty)
        {
            yield return new GeneralName(GeneralNameKind.Directory, certificate.Subject.Der);
        }

        foreach (var name in names)
        {
            yield return name;
        }

        if (names.All(name => name.Kind != GeneralNameKind.Email))
        {
            foreach (var email in certificate.Subject.ValuesOf(EmailAddress))
            {
                yield return new GeneralName(GeneralNameKind.Email, System.Text.Encoding.UTF8.GetBytes(email));
            }
        }
    }
}
