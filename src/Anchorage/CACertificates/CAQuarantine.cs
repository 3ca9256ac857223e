namespace Anchorage.CACertificates;

/// <summary>That the devices of a CA are kept out: those that are connected are dropped, and no connect of theirs is let in, whatever their certificates' status.</summary>
/// <param name="CACertificateId">The CA: 64 lower-case hexadecimal digits. It is INACTIVE as long as this is.</param>
/// <param name="StatusAfter">The status it gets when it is released: what it had, unless INACTIVE was asked for since.</param>
/// <param name="QuarantinedAt">To the millisecond.</param>
internal sealed record CAQuarantine(string CACertificateId, string StatusAfter, DateTimeOffset QuarantinedAt);
