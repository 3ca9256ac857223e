using System.Security.Cryptography;
using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

/// <summary>The registered CA that a device's certificate comes from, found among those of the account.</summary>
internal sealed class SigningCA : IDisposable
{
    // What AWS answers; what was looked for follows it.
    private const string NoneExists = "No CA certificate exists for the given certificate.";

    private SigningCA(CACertificate record, Certificate certificate)
    {
        Record = record;
        Certificate = certificate;
    }

    public CACertificate Record { get; }

    public Certificate Certificate { get; }

    /// <summary>
    /// The CA that is named, or the one that signed: of those whose subject is the certificate's issuer, by key identifier if it has
    /// one, and then by whose key verifies. When no key does, one of them all the same, so that it can be said what is wrong.
    /// </summary>
    /// <param name="namedPem">The CA's PEM; null to look for it.</param>
    public static async Task<Result<SigningCA>> FindAsync(Call call, Database database, Certificate device, string? namedPem, DateTimeOffset now)
    {
        var found = namedPem is null ? await SearchAsync(call, database, device) : await FindNamedAsync(call, database, namedPem);
        if (found.IsSuccess && found.Value.Objection(now) is { } objection)
        {
            found.Value.Dispose();
            return objection;
        }

        return found;
    }

    public void Dispose() => Certificate.Dispose();

    private static async Task<Result<SigningCA>> FindNamedAsync(Call call, Database database, string pem)
    {
        var reading = CertificatePem.Read(pem, "CA certificate");
        if (reading.Value is not { } named)
        {
            return RegisterCertificateRequest.Invalid([reading.Fault!]);
        }

        var record = await database.ReadAsync(
            session => RegisteredCACertificate.FindAsync(session, call.Caller, named.Fingerprint, call.Cancelled), call.Cancelled);
        if (record is not null)
        {
            return new SigningCA(record, named);
        }

        named.Dispose();
        return WireError.CertificateState(
            $"{NoneExists} caCertificatePem is the certificate {named.Fingerprint}, which is not registered as a CA in account {call.Caller.AccountId}, region {call.Caller.Region}. Give the CA certificate as it was registered (not the verification certificate), or register it first with register-ca-certificate.");
    }

    private static async Task<Result<SigningCA>> SearchAsync(Call call, Database database, Certificate device)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(device.Issuer.Der.Span));
        var records = await database.ReadAsync(
            session => RegisteredCACertificate.FindBySubjectAsync(session, call.Caller, digest, call.Cancelled), call.Cancelled);
        if (records.Count == 0)
        {
            return WireError.CertificateState(
                $"{NoneExists} Its issuer is {Printable.Quoted(device.Issuer.ToString())}, and no CA with this subject is registered in account {call.Caller.AccountId}, region {call.Caller.Region}. Register that CA with register-ca-certificate, or the certificate alone with register-certificate-without-ca.");
        }

        var all = records.ConvertAll(record => new SigningCA(record, Certificate.Read(record.Der, "CA certificate").Value!));
        var (chosen, conflict) = Choose(WithKeyIdentifier(all, device), device);
        all.Where(candidate => !ReferenceEquals(candidate, chosen)).ToList().ForEach(candidate => candidate.Dispose());
        return chosen is null ? conflict! : chosen;
    }

    private static List<SigningCA> WithKeyIdentifier(List<SigningCA> all, Certificate device) =>
        device.AuthorityKeyIdentifier?.KeyIdentifier is { } wanted
        && all.FindAll(candidate => candidate.Certificate.SubjectKeyIdentifier is { } own && own.Span.SequenceEqual(wanted.Span)) is { Count: > 0 } named
            ? named
            : all;

    private static (SigningCA? Chosen, WireError? Conflict) Choose(List<SigningCA> candidates, Certificate device)
    {
        var signers = candidates.FindAll(candidate => candidate.Certificate.VerifySignatureOf(device) is SignatureVerdict.Valid);

        // Two certificates of one CA key both verify. If one of them is in use and the other is not, nothing is ambiguous.
        var active = signers.FindAll(signer => signer.Record.Status == CACertificate.Active);
        return active.Count > 1
            ? (null, new WireError(
                WireErrorKind.CertificateConflict,
                $"The certificate is signed by the key of {active.Count} registered CAs with the same subject: {string.Join(", ", active.Select(signer => signer.Record.CertificateId).Order(StringComparer.Ordinal))}. Say which is meant with caCertificatePem."))
            : (active.FirstOrDefault() ?? signers.FirstOrDefault() ?? candidates[0], null);
    }

    /// <summary>Why it registers nothing; null when it may.</summary>
    private WireError? Objection(DateTimeOffset now) =>
        Record.Status != CACertificate.Active ? WireError.CertificateState(
            $"The CA certificate {Record.CertificateId}, whose subject {Printable.Quoted(Certificate.Subject.ToString())} is the certificate's issuer, is {Record.Status}. Activate it first: update-ca-certificate --certificate-id {Record.CertificateId} --new-status ACTIVE (the certificate's status is its own).")
        : Record.NotAfter < now ? WireError.CertificateState(
            $"The CA certificate {Record.CertificateId}, whose subject {Printable.Quoted(Certificate.Subject.ToString())} is the certificate's issuer, expired at {Record.NotAfter:yyyy-MM-dd'T'HH:mm:ss'Z'}. An expired CA registers nothing new: register a successor, and issue the certificate by it.")
        : null;
}
