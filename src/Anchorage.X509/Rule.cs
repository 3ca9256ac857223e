using System.Diagnostics.CodeAnalysis;

namespace Anchorage.X509;

/// <summary>A demand on a certificate, with its source and the way to meet it.</summary>
/// <param name="Name">Stable name in snake_case, for example <c>ca_version_is_3</c>.</param>
/// <param name="Citation">Where the demand comes from.</param>
/// <param name="Demand">The demand as one full sentence.</param>
/// <param name="Mend">How a certificate is made that meets it, in full sentences.</param>
public record Rule(string Name, string Citation, string Demand, string Mend);

/// <summary>A rule with the check that finds a breach of it.</summary>
/// <param name="FindBreach">Answers null when the rule is kept. Time is an argument: nothing here reads a clock.</param>
internal sealed record Rule<T>(
    string Name, string Citation, string Demand, string Mend, Func<T, DateTimeOffset, Breach?> FindBreach)
    : Rule(Name, Citation, Demand, Mend);

/// <summary>What a check found, with a mend of its own where the rule's would not help.</summary>
internal sealed record Breach(string Found, string? Mend = null)
{
    [return: NotNullIfNotNull(nameof(found))]
    public static implicit operator Breach?(string? found) => found is null ? null : new(found);
}
