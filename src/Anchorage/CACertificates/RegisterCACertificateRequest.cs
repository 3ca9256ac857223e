using System.Collections.Immutable;
using System.Text.Json;
using Anchorage.Tags;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.CACertificates;

/// <summary>The request of RegisterCACertificate, in its shape; whether its values hold is judged afterwards.</summary>
internal sealed record RegisterCACertificateRequest(
    string CaCertificate,
    string? VerificationCertificate,
    string CertificateMode,
    bool SetAsActive,
    bool AllowAutoRegistration,
    RegistrationConfig? RegistrationConfig,
    ImmutableArray<Tag> Tags)
{
    private const string SetAsActiveName = "setAsActive";
    private const string AllowAutoRegistrationName = "allowAutoRegistration";

    /// <summary>Reads query and body, and tells everything that is not of its shape at once.</summary>
    public static Result<RegisterCACertificateRequest> Read(Call call)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with caCertificate, the PEM of the CA certificate", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var setAsActive = Switch(call, body, SetAsActiveName, ("ACTIVE", "INACTIVE"), faults);
        var allowAutoRegistration = Switch(call, body, AllowAutoRegistrationName, null, faults);
        var caCertificate = body.Text("caCertificate", 1, CertificatePem.MaxCharacters);
        if (body.Member("caCertificate") is null)
        {
            faults.Add("caCertificate is missing; wanted the PEM of the CA certificate.");
        }

        // Empty counts as absent: the documentation of SNI_ONLY says that the member must be empty.
        var verification = body.Text("verificationCertificate", 0, CertificatePem.MaxCharacters) is { Length: > 0 } given ? given : null;
        var mode = body.Text("certificateMode", 0, 256) ?? CACertificate.DefaultMode;
        if (mode is not (CACertificate.DefaultMode or CACertificate.SniOnly))
        {
            faults.Add($"certificateMode is {Printable.Quoted(mode)}; wanted DEFAULT or SNI_ONLY.");
        }

        var config = RegistrationConfig.Read(body, faults);
        var tags = TagReading.Read(body, call.Query, [SetAsActiveName, AllowAutoRegistrationName], faults);
        return faults.Any
            ? faults.AsError()
            : new RegisterCACertificateRequest(caCertificate!, verification, mode, setAsActive, allowAutoRegistration, config, tags);
    }

    /// <summary>A switch that SDKs send in the query. Its documentation reads as if it stood in the body, so it is taken there too, but once.</summary>
    private static bool Switch(Call call, RequestBody body, string name, (string On, string Off)? words, Faults faults)
    {
        var inQuery = new QueryShape(call.Query, faults).Text(name);
        var inBody = body.Member(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.True } => "true",
            { ValueKind: JsonValueKind.False } => "false",
            { ValueKind: JsonValueKind.String } text => RequestBody.TextOf(text) ?? string.Empty,
            { } other => RequestBody.Kind(other),
        };
        if (inQuery is not null && inBody is not null)
        {
            faults.Add($"{name} is given both in the query and in the body; give it in one place.");
            return false;
        }

        var value = inQuery ?? inBody;
        if (value is null || value.Equals("false", StringComparison.OrdinalIgnoreCase) || value.Equals(words?.Off, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals(words?.On, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        faults.Add($"{name} is {Printable.Quoted(value)}; wanted true or false{(words is { } w ? $", or {w.On} or {w.Off}" : string.Empty)}.");
        return false;
    }
}
