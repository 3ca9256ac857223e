using System.Collections.Immutable;
using System.Net;
using Anchorage.Policy;
using Anchorage.X509;

namespace Anchorage.Policies;

/// <summary>What a policy may know of a certificate (developer guide, "X.509 Certificate AWS IoT Core policy variables").</summary>
internal static class CertificateVariables
{
    /// <summary>The object identifiers of <see cref="ContextNames.NameAttributes"/> (X.520).</summary>
    private static readonly ImmutableArray<(string Name, string Identifier)> Attributes =
    [
        ("DistinguishedNameQualifier", "2.5.4.46"), ("Country", "2.5.4.6"), ("Organization", "2.5.4.10"), ("OrganizationalUnit", "2.5.4.11"),
        ("State", "2.5.4.8"), ("CommonName", "2.5.4.3"), ("SerialNumber", "2.5.4.5"), ("Title", "2.5.4.12"), ("Surname", "2.5.4.4"),
        ("GivenName", "2.5.4.42"), ("Initials", "2.5.4.43"), ("Pseudonym", "2.5.4.65"), ("GenerationQualifier", "2.5.4.44"),
    ];

    /// <summary>The kinds of <see cref="ContextNames.AlternativeNames"/>.</summary>
    private static readonly ImmutableArray<(string Name, GeneralNameKind Kind)> AlternativeNames =
    [
        ("RFC822Name", GeneralNameKind.Email), ("DNSName", GeneralNameKind.Dns), ("DirectoryName", GeneralNameKind.Directory),
        ("UniformResourceIdentifier", GeneralNameKind.Uri), ("IPAddress", GeneralNameKind.IPAddress),
    ];

    /// <summary>Sets the variables of this certificate. Its serial number is given in lower-case hexadecimal digits.</summary>
    public static PolicyContext Set(PolicyContext context, Certificate certificate)
    {
        var available = new List<string> { "SerialNumber" };
        context.Set(ContextNames.CertificateId, certificate.Fingerprint)
            .Set(ContextNames.SerialNumber, Convert.ToHexStringLower(certificate.SerialNumber.Span));
        foreach (var (name, identifier) in Attributes)
        {
            Set($"Subject.{name}", ContextNames.SubjectOf(name), certificate.Subject.ValuesOf(identifier));
            Set($"Issuer.{name}", ContextNames.IssuerOf(name), certificate.Issuer.ValuesOf(identifier));
        }

        foreach (var (name, kind) in AlternativeNames)
        {
            Set($"Subject.AlternativeName.{name}", ContextNames.SubjectOf($"AlternativeName.{name}"), ValuesOf(certificate.SubjectAlternativeNames, kind));
            Set($"Issuer.AlternativeName.{name}", ContextNames.IssuerOf($"AlternativeName.{name}"), ValuesOf(certificate.Extensions.IssuerAlternativeNames, kind));
        }

        return context.Set(ContextNames.AvailableKeys, [.. available]);

        void Set(string key, string variable, ImmutableArray<string> values)
        {
            context.Set(variable, values.AsSpan());
            if (!values.IsEmpty)
            {
                available.Add(key);
            }
        }
    }

    /// <summary>The names of a kind as texts, in their order; none at all if one of them is too long to be told whole, since a part could pass for another name.</summary>
    private static ImmutableArray<string> ValuesOf(ImmutableArray<GeneralName> names, GeneralNameKind kind)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var name in names.Where(name => name.Kind == kind).Take(PolicyContext.MaxCertificateValues))
        {
            var value = kind switch
            {
                GeneralNameKind.IPAddress => new IPAddress(name.Value.Span).ToString(),
                GeneralNameKind.Directory => name.Directory!.ToString(),
                _ => name.Text,
            };
            if (kind is GeneralNameKind.Directory && value.Length > DistinguishedName.MaxDisplayCharacters)
            {
                return [];
            }

            values.Add(value);
        }

        return values.ToImmutable();
    }
}
