using System.Text;
using Anchorage.Provisioning;
using Anchorage.X509;

namespace Anchorage.Fuzz;

/// <summary>The readers of outside input, each with what is done with what it read.</summary>
internal static class Targets
{
    public static readonly SortedDictionary<string, Action<byte[]>> All = new(StringComparer.Ordinal)
    {
        ["certificate"] = input => Use(Certificate.Read(input, "CA certificate")),
        ["connect"] = Connecting.Run,
        ["crl"] = input => Use(CertificateRevocationList.Read(input)),
        ["csr"] = input => Use(CertificationRequest.Read(input)),
        ["csr-pem"] = input => Use(CertificationRequest.Read(Encoding.UTF8.GetString(input))),
        ["evaluation"] = Evaluating.Run,
        ["pem"] = input => Use(CertificatePem.Read(Encoding.UTF8.GetString(input), "CA certificate")),
        ["template"] = input =>
        {
            var text = Encoding.UTF8.GetString(input);
            foreach (var type in Enum.GetValues<ProvisioningTemplateType>())
            {
                ProvisioningTemplate.Read(text, type);
            }
        },
    };

    private static readonly Certificate CA = Certificate.Read(Seeds.CA, "CA certificate").Value!;

    private static void Use(Reading<Certificate> reading)
    {
        if (!reading.IsRead)
        {
            return;
        }

        using var certificate = reading.Value;
        _ = certificate.Subject.ToString().Length + certificate.Issuer.ToString().Length + certificate.Subject.CommonNames.Length;
        _ = string.Concat(certificate.SubjectAlternativeNames);
        CACertificateRules.Judge(certificate, Seeds.Now);
        VerificationCertificateRules.Judge(certificate, CA, Seeds.Code, Seeds.Now);
        DeviceCertificateRules.FindAnchor(certificate, [certificate, CA], [CA, certificate], Seeds.Now);
        DeviceCertificateRules.FindAnchor(Seeds.Device, [certificate], [CA, certificate], Seeds.Now);
    }

    private static void Use(Reading<CertificationRequest> reading)
    {
        if (reading.IsRead)
        {
            CertificationRequestRules.Judge(reading.Value, Seeds.Now);
        }
    }

    private static void Use(Reading<CertificateRevocationList> reading)
    {
        if (reading.IsRead)
        {
            CrlRules.Judge(reading.Value, CA, Seeds.Now);
            reading.Value.Find(CA.SerialNumber);
            reading.Value.Find(new byte[] { 5 });
        }
    }
}
