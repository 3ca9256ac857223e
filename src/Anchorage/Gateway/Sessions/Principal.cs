namespace Anchorage.Gateway.Sessions;

/// <summary>Whose connection it is: an account's certificate, and what its policies allow.</summary>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="CertificateId">The id of the certificate: lower-case hexadecimal SHA-256.</param>
/// <param name="AsOf">How many changes <see cref="AccessChanges.Count"/> told before the registry was asked.</param>
internal sealed record Principal(string AccountId, string Region, string CertificateId, Permissions Permissions, long AsOf);
