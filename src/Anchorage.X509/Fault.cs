namespace Anchorage.X509;

/// <summary>One thing wrong with a certificate, or with the text it came in.</summary>
/// <param name="Rule">Name of the broken rule, as in <see cref="X509.Rule.Name"/>, for example <c>ca_basic_constraints_ca</c>.</param>
/// <param name="Citation">Where the demand comes from, for example <c>RFC 5280 4.2.1.9</c>.</param>
/// <param name="Found">What was found and what was wanted, in full sentences.</param>
/// <param name="Mend">What to do about it, in full sentences, with a command where one helps.</param>
public sealed record Fault(string Rule, string Citation, string Found, string Mend)
{
    /// <summary>
    /// What was found, what was wanted and how to mend it. Holds no control character, and at most 80 characters of one
    /// piece of input, 160 of a subject or issuer.
    /// </summary>
    public string Message { get; } = $"{Found} {Mend}";
}
