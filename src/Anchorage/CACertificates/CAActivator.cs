namespace Anchorage.CACertificates;

/// <summary>What is done by itself for a certificate that registers itself under a CA: it becomes ACTIVE and gets a policy.</summary>
/// <param name="CACertificateId">The CA: 64 lower-case hexadecimal digits.</param>
/// <param name="PolicyName">A policy of the account, which is there as long as this is.</param>
/// <param name="ModifiedAt">When it was set, to the millisecond.</param>
internal sealed record CAActivator(string CACertificateId, string PolicyName, DateTimeOffset ModifiedAt);
