using System.Diagnostics.CodeAnalysis;

namespace Anchorage.X509;

/// <summary>What kind of PEM block is wanted.</summary>
/// <param name="Label">As RFC 7468 has it.</param>
/// <param name="MaxCharacters">Longest text that is read, in UTF-16 characters.</param>
/// <param name="Noun">For messages.</param>
/// <param name="Mend">What to do about any fault, where the rules' own mends, which speak of certificates, would mislead.</param>
/// <param name="OldLabel">Another label that is taken too.</param>
internal sealed record PemKind(string Label, int MaxCharacters, string Noun, string? Mend = null, string? OldLabel = null)
{
    public static readonly PemKind Certificate = new("CERTIFICATE", CertificatePem.MaxCharacters, "certificate");

    public bool Allows([NotNullWhen(true)] string? label) => label is not null && (label == Label || label == OldLabel);
}
