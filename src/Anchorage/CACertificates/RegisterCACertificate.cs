using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Anchorage.ProvisioningTemplates;
using Anchorage.RegistrationCodes;
using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.CACertificates;

/// <summary>AWS's two members, and beside them the documented envelope.</summary>
internal sealed record RegisterCACertificateResponse(string CertificateArn, string CertificateId, bool Success, RegisteredData Data);

/// <summary>The envelope's <c>data</c>.</summary>
/// <param name="Id">The certificate id.</param>
/// <param name="CreatedAt">The registration in ISO 8601, UTC, to the second.</param>
internal sealed record RegisteredData(string Id, [property: JsonPropertyName("created_at")] string CreatedAt);

/// <summary>Trusts a customer's CA, once they have shown that they hold its private key.</summary>
internal static class RegisterCACertificate
{
    public static readonly Operation Operation = Operation.Of(
        "RegisterCACertificate", "POST", "/cacertificate", changes: true,
        [
            WireErrorKind.ResourceNotFound, WireErrorKind.ResourceAlreadyExists, WireErrorKind.RegistrationCodeValidation,
            WireErrorKind.CertificateValidation, WireErrorKind.LimitExceeded,
        ],
        static () => CACertificateShapes.Wire.RegisterCACertificateResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.None with { HasTags = true, Role = "registrationConfig.roleArn", Template = "registrationConfig.templateBody" } };

    private static async Task<Result<RegisterCACertificateResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = RegisterCACertificateRequest.Read(call);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var request = read.Value;
        if (BrokenMode(request) is { } mismatch)
        {
            return mismatch;
        }

        var now = clock.GetUtcNow();
        var reading = CertificatePem.Read(request.CaCertificate, "CA certificate");
        if (reading.Value is null)
        {
            return Invalid([reading.Fault!]);
        }

        using var ca = reading.Value;
        if (CACertificateRules.Judge(ca, now) is { IsEmpty: false } faults)
        {
            return Invalid(faults);
        }

        // SNI_ONLY needs no proof: such a CA only ever answers for the account whose endpoint the device named.
        string? code = null;
        if (request.VerificationCertificate is { } verification)
        {
            code = await database.ReadAsync(session => RegistrationCode.FindAsync(session, call.Caller, call.Cancelled), call.Cancelled);
            if (FindDefect(verification, ca, code, now) is { } defect)
            {
                return defect;
            }
        }

        var unfit = new Faults();
        request.RegistrationConfig?.Judge(unfit);
        TagRules.Judge(request.Tags, unfit);
        if (unfit.Any)
        {
            return unfit.AsError();
        }

        var record = RecordOf(ca, request, now);
        var arn = call.Caller.Arn(record.Resource);
        call.Audit.Concern(arn);
        var outcome = await database.WriteAsync(session => StoreAsync(session, call, record, code, request.Tags), call.Cancelled);
        return outcome switch
        {
            Registration.Done => new RegisterCACertificateResponse(arn, record.CertificateId, true, new RegisteredData(
                record.CertificateId, record.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
            _ => Refusal(outcome, ca, record, arn),
        };
    }

    /// <summary>The mode matrix: a proof in DEFAULT mode, none in SNI_ONLY.</summary>
    private static WireError? BrokenMode(RegisterCACertificateRequest request) => (request.CertificateMode, request.VerificationCertificate) switch
    {
        (CACertificate.DefaultMode, null) => WireError.InvalidRequest(
            "The verification certificate must not be empty when certificateMode is DEFAULT, which it is unless given. Sign one with the CA whose common name is the registration code (get-registration-code prints it) and pass it as verificationCertificate, or register with certificateMode SNI_ONLY."),
        (CACertificate.SniOnly, not null) => WireError.InvalidRequest(
            "The verification certificate must be empty when certificateMode is SNI_ONLY. Leave verificationCertificate out, or register with certificateMode DEFAULT."),
        _ => null,
    };

    private static WireError? FindDefect(string pem, Certificate ca, string? code, DateTimeOffset now)
    {
        var reading = CertificatePem.Read(pem, "verification certificate");
        if (reading.Value is null)
        {
            return Invalid([reading.Fault!]);
        }

        using var proof = reading.Value;
        return VerificationCertificateRules.Judge(proof, ca, code, now) is { IsEmpty: false } faults ? Invalid(faults) : null;
    }

    /// <summary>The first fault names the error's class; the message tells them all.</summary>
    private static WireError Invalid(ImmutableArray<Fault> faults) => new(
        faults[0].Rule == VerificationCertificateRules.RegistrationCodeRule ? WireErrorKind.RegistrationCodeValidation : WireErrorKind.CertificateValidation,
        string.Join(' ', faults.Select(fault => fault.Message)));

    private static CACertificate RecordOf(Certificate ca, RegisterCACertificateRequest request, DateTimeOffset now)
    {
        // Whole milliseconds, so that what is answered now equals what is read back later.
        var created = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new CACertificate(
            ca.Fingerprint,
            ca.Der.ToArray(),
            Convert.ToHexStringLower(SHA256.HashData(ca.Subject.Der.Span)),
            request.SetAsActive ? CACertificate.Active : CACertificate.Inactive,
            request.AllowAutoRegistration ? CACertificate.Enable : CACertificate.Disable,
            request.CertificateMode,
            ca.NotBefore,
            ca.NotAfter,
            request.RegistrationConfig,
            CustomerVersion: 1,
            Uuid.Next(),
            created,
            created);
    }

    private static async Task<Write<Registration>> StoreAsync(
        Session session, Call call, CACertificate record, string? provenWith, ImmutableArray<Tag> tags)
    {
        // A code that was discarded while the proof was judged proves nothing any more.
        if (provenWith is not null && await RegistrationCode.FindAsync(session, call.Caller, call.Cancelled) != provenWith)
        {
            return Write.Undo<Registration>(new Registration.ProofIsOutdated());
        }

        if (await NamedTemplate.FindUnfitAsync(session, call.Caller, record.RegistrationConfig?.TemplateName, call.Cancelled) is { } unfit)
        {
            return Write.Undo<Registration>(new Registration.TemplateIsUnfit(unfit));
        }

        var outcome = await CACertificateTable.InsertAsync(session, call.Caller, record, call.Cancelled);
        if (outcome is not Registration.Done)
        {
            return Write.Undo(outcome);
        }

        await ResourceTags.AddAsync(session, call.Caller, record.Resource, tags, call.Cancelled);
        return Write.Keep(outcome);
    }

    private static WireError Refusal(Registration outcome, Certificate ca, CACertificate record, string arn) => outcome switch
    {
        Registration.TemplateIsUnfit unfit => unfit.Error,
        Registration.ProofIsOutdated => new WireError(
            WireErrorKind.RegistrationCodeValidation,
            "The registration code was deleted while the verification certificate was being judged. Get the new one (get-registration-code) and sign a verification certificate for it."),
        Registration.AlreadyRegistered => WireError.ResourceAlreadyExists(
            $"The CA certificate is already registered in this account and region as {arn}. describe-ca-certificate shows it.",
            record.CertificateId, arn),
        Registration.HeldByAnotherAccount => WireError.InvalidRequest(
            "Cannot accept this CACertificate. Another account holds it in DEFAULT mode in this region, and only one may. Register it with certificateMode SNI_ONLY and without a verification certificate, or have that account delete it."),
        Registration.SubjectIsFull full => WireError.LimitExceeded(
            $"Limit reached for number of CA Certificates with same subject. The subject {Printable.Quoted(ca.Subject.ToString()!)} has {full.CertificateIds.Length} of {CACertificateTable.MostPerSubject} in this account and region: {string.Join(", ", full.CertificateIds)}. Delete one of these, or give the CA another subject."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
