using Anchorage.Client;
using Anchorage.Client.Proof;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>How a registration proves possession: with a verification certificate made elsewhere, with the CA's key, or not at all.</summary>
internal sealed class Proof : IDisposable
{
    public static readonly Proof None = new();

    private readonly string? _madeElsewhere;
    private readonly CAKey? _key;

    private Proof(string? madeElsewhere = null, CAKey? key = null)
    {
        _madeElsewhere = madeElsewhere;
        _key = key;
    }

    /// <summary>One that was made elsewhere. The registration code is the service's to compare; all else is judged here.</summary>
    public static Outcome<Proof> Read(string file, Certificate ca, DateTimeOffset now)
    {
        var read = CertificateFile.ReadWhole(file, "verification certificate");
        if (!read.IsDone)
        {
            return read.Failure;
        }

        using var proof = read.Value;
        var faults = VerificationCertificateRules.Judge(proof, ca, CodeOf(proof), now);
        return faults.IsEmpty
            ? new Proof(madeElsewhere: CertificatePem.Write(proof.Der.Span))
            : Refusal.Of($"nothing was sent: {Visible.Text(file)} proves nothing for this CA", faults);
    }

    /// <summary>One to be made with the CA's key, which is seen to be the certificate's before anything is sent.</summary>
    public static Outcome<Proof> With(string keyFile, string caFile, Certificate ca)
    {
        var read = CAKeyFile.Read(keyFile);
        if (!read.IsDone)
        {
            return read.Failure;
        }

        if (read.Value.BelongsTo(ca))
        {
            return new Proof(key: read.Value);
        }

        using var other = read.Value;
        return Failure.Refused(
            $"nothing was sent: {Visible.Text(keyFile)} ({other}) is not the private key of {Visible.Text(caFile)} ({ca.PublicKey}). Give the two that belong together.");
    }

    /// <summary>The PEM of the verification certificate; none where none is wanted.</summary>
    public async Task<Outcome<ProofText>> PemAsync(Certificate ca, IotClient client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_key is null)
        {
            return new ProofText(_madeElsewhere);
        }

        var code = await RegistrationCodes.GetAsync(client, cancellationToken);
        if (!code.IsDone)
        {
            return code.Failure;
        }

        var made = ProofOfPossession.Make(ca, _key, code.Value, now);
        return made.IsDone ? new ProofText(made.Value) : made.Failure;
    }

    public void Dispose() => _key?.Dispose();

    /// <summary>Its own common name, so that the rule on the code holds for any; what has none, or two, is refused all the same.</summary>
    public static string CodeOf(Certificate proof) => proof.Subject.CommonNames is [var name] ? name : "what get-registration-code prints";
}

/// <summary>A verification certificate in PEM, or none.</summary>
internal sealed record ProofText(string? Pem);
