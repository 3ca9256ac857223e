namespace Anchorage.Provisioning;

/// <summary>The certificate that a template registers or activates.</summary>
/// <param name="LogicalName">Its name in the template, under which RegisterThing reports its ARN.</param>
/// <param name="Source">Where the certificate comes from.</param>
/// <param name="Status">A literal is ACTIVE or INACTIVE, in capitals; null means ACTIVE.</param>
/// <param name="StatusOverride">What happens when the certificate exists with another status.</param>
public sealed record CertificateResource(
    string LogicalName, CertificateSource Source, TemplateValue? Status, ResourceOverride StatusOverride);

/// <summary>Where the certificate of a template comes from: exactly one of AWS's three ways.</summary>
public abstract record CertificateSource
{
    private protected CertificateSource()
    {
    }
}

/// <summary>A certificate that is registered already; the only source of a just-in-time template.</summary>
public sealed record CertificateById(TemplateValue CertificateId) : CertificateSource;

/// <summary>A certificate that is to be issued for a PKCS #10 request in PEM.</summary>
public sealed record RequestedCertificate(TemplateValue CertificateSigningRequest) : CertificateSource;

/// <summary>A certificate given as PEM, with the PEM of the CA that signed it or null.</summary>
public sealed record GivenCertificate(TemplateValue CertificatePem, TemplateValue? CACertificatePem) : CertificateSource;
