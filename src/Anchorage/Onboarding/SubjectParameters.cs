using System.Collections.Immutable;
using Anchorage.Provisioning;
using Anchorage.X509;

namespace Anchorage.Onboarding;

/// <summary>The parameters that a device's certificate gives to a template: its id, and attributes of its subject.</summary>
/// <remarks>AWS IoT developer guide, "Just-in-time provisioning". Of an attribute that the subject has several times the first counts, as for
/// the policy variables of certificates. An attribute that it lacks has no value, which is not the same as an empty one.</remarks>
internal static class SubjectParameters
{
    private static readonly ImmutableArray<(string Parameter, string Type)> Attributes =
    [
        (CertificateParameters.Country, "2.5.4.6"),
        (CertificateParameters.Organization, "2.5.4.10"),
        (CertificateParameters.OrganizationalUnit, "2.5.4.11"),
        (CertificateParameters.DistinguishedNameQualifier, "2.5.4.46"),
        (CertificateParameters.StateName, "2.5.4.8"),
        (CertificateParameters.CommonName, "2.5.4.3"),
        (CertificateParameters.SerialNumber, "2.5.4.5"),
    ];

    /// <summary>What a template is evaluated with for a device.</summary>
    /// <param name="certificate">The device's certificate.</param>
    /// <param name="others">Parameters that come with the request; those of the certificate go before them.</param>
    public static ProvisioningInput Of(Certificate certificate, IEnumerable<KeyValuePair<string, string>>? others = null)
    {
        var parameters = new Dictionary<string, string>(others ?? [], StringComparer.Ordinal) { [CertificateParameters.Id] = certificate.Fingerprint };
        foreach (var (parameter, type) in Attributes)
        {
            if (certificate.Subject.ValuesOf(type) is [var first, ..])
            {
                parameters[parameter] = first;
            }
        }

        return new ProvisioningInput(parameters, certificate.Subject.ToString());
    }
}
