using System.Security.Cryptography.X509Certificates;
using System.Text;
using Anchorage.X509;
using BenchmarkDotNet.Attributes;

namespace Anchorage.Bench;

/// <summary>Reading a certificate from its PEM bytes, beside what the platform takes for the same bytes.</summary>
public class Reading
{
    private readonly byte[] _ca = Encoding.ASCII.GetBytes(SampleCertificates.CA);
    private readonly byte[] _rsa = Encoding.ASCII.GetBytes(SampleCertificates.RsaCA);

    [Benchmark]
    public int LoadCertificate()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(_ca);
        return certificate.Version;
    }

    [Benchmark]
    public int ReadCACertificate() => Read(_ca);

    [Benchmark]
    public int ReadRsaCACertificate() => Read(_rsa);

    private static int Read(byte[] pem)
    {
        using var certificate = CertificatePem.Read(Encoding.UTF8.GetString(pem), "CA certificate").Value!;
        return certificate.Version;
    }
}
