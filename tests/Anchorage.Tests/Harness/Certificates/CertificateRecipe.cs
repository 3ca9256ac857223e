using System.Globalization;
using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>
/// A certificate in words, as transcripts describe them: <c>ca CN=Acme Root, key P-384, until -1 days</c>, <c>proof of ca</c>,
/// <c>leaf of ca, CN=device-1</c>, <c>csr CN=device-1</c>. What is not said is as a careful user of openssl would have it.
/// </summary>
internal sealed class CertificateRecipe
{
    private readonly string _kind;
    private readonly string? _issuer;
    private readonly string[] _clauses;

    private CertificateRecipe(string kind, string? issuer, string[] clauses)
    {
        _kind = kind;
        _issuer = issuer;
        _clauses = clauses;
    }

    /// <summary>A proof says the registration code of the account, unless it is told another name.</summary>
    public bool WantsRegistrationCode => _kind == "proof" && !_clauses.Any(clause => clause.StartsWith("CN=", StringComparison.Ordinal));

    public static CertificateRecipe Read(string description)
    {
        var clauses = description.Split(", ");
        var head = clauses[0].Split(' ', 4);
        return head switch
        {
            ["ca" or "csr", ..] => new CertificateRecipe(head[0], null, [clauses[0][head[0].Length..].Trim(), .. clauses[1..]]),
            ["proof" or "leaf", "of", var issuer] => new CertificateRecipe(head[0], issuer, clauses[1..]),
            _ => throw new InvalidDataException($"No certificate is described by '{description}'."),
        };
    }

    public MadeCertificate Make(IReadOnlyDictionary<string, MadeCertificate> known, string registrationCode)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var issuer = _issuer is null ? null : Find(_issuer);
        var names = _clauses.Where(clause => CertificateNames.IsAttribute(clause)).ToArray();
        var subject = CertificateNames.Write(WantsRegistrationCode ? [$"CN={registrationCode}", .. names] : names);
        var draft = new CertificateDraft
        {
            // As openssl x509 -req makes them up to version 3.1: without extensions, in version 1.
            Version = _kind == "ca" ? Der.Explicit(0, Der.Integer(2)) : [],
            Extensions = _kind == "ca" ? [CertificateExtensionParts.BasicConstraints(true)] : null,
            Subject = subject,
            Issuer = issuer?.Draft.Subject ?? subject,
            From = now.AddDays(-1),
            Until = now.AddDays(500),
        };
        var key = default(CertificateKey);
        var signer = issuer?.Key;
        foreach (var clause in _clauses.Except(names).Where(clause => clause.Length > 0))
        {
            var (word, rest) = clause.Split(' ', 2) is [var first, var after] ? (first, after) : (clause, string.Empty);
            switch (word)
            {
                case "key" when rest.StartsWith("of ", StringComparison.Ordinal):
                    key = Find(rest["of ".Length..]).Key;
                    break;
                case "key":
                    key = CertificateKey.Of(rest);
                    break;
                case "signed" when rest.StartsWith("by ", StringComparison.Ordinal):
                    signer = Find(rest["by ".Length..]).Key;
                    draft = draft with { Issuer = Find(rest["by ".Length..]).Draft.Subject };
                    break;
                case "signed" when rest.StartsWith("with the key of ", StringComparison.Ordinal):
                    signer = Find(rest["with the key of ".Length..]).Key;
                    break;
                case "from":
                    draft = draft with { From = now + Days(rest) };
                    break;
                case "until":
                    // What ended in the past also began there.
                    draft = draft with { Until = now + Days(rest), From = now + Days(rest) < now ? now.AddDays(-30) : draft.From };
                    break;
                case "hash":
                    draft = draft with { Hash = rest };
                    break;
                case "serial" when int.TryParse(rest, CultureInfo.InvariantCulture, out var serial):
                    draft = draft with { SerialNumber = Der.Integer(serial) };
                    break;
                default:
                    draft = CertificateVariations.Apply(clause, draft);
                    break;
            }
        }

        key ??= CertificateKey.Of("P-256");
        if (_kind == "csr")
        {
            return new MadeCertificate(draft, draft.SignRequest(key, signer ?? key), key) { Label = "CERTIFICATE REQUEST" };
        }

        return new MadeCertificate(draft, draft.Sign(key, signer ?? key), key);

        MadeCertificate Find(string name) =>
            known.TryGetValue(name, out var made) ? made : throw new InvalidDataException($"No certificate is called '{name}'.");
    }

    private static TimeSpan Days(string text) =>
        TimeSpan.FromDays(double.Parse(text.Replace(" days", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
}
