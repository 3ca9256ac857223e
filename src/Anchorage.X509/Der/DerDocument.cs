namespace Anchorage.X509;

/// <summary>
/// The octets being read and the first fault found in them. Readers share it: once it has a fault, every further read
/// comes back empty, so that a parser reads straight down and asks once, at the end.
/// </summary>
/// <param name="role">A word for messages, such as <c>CA certificate</c>.</param>
/// <param name="mend">What to do about any fault, where the rules' own mends, which speak of certificates, would mislead.</param>
internal sealed class DerDocument(ReadOnlyMemory<byte> der, string role, string? mend = null)
{
    public ReadOnlyMemory<byte> Der { get; } = der;

    public Fault? Fault { get; private set; }

    public bool Failed => Fault is not null;

    /// <param name="found">Continues "The {role}".</param>
    public void Fail(Rule rule, string found) => Fault ??= new Fault(rule.Name, rule.Citation, $"The {role} {found}", mend ?? rule.Mend);

    /// <param name="what">A sentence about the octets at <paramref name="offset"/>.</param>
    public void FailDer(Rule rule, int offset, string field, string what)
    {
        if (!Failed)
        {
            Fail(rule, $"cannot be read at byte {offset} ({field}): {what}");
        }
    }
}
