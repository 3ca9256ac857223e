using Anchorage.CACertificates;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>The id of a device certificate in a path: 64 characters of <c>(0x)?[a-fA-F0-9]+</c>, compared without regard to case.</summary>
internal static class CertificateId
{
    /// <summary>The id in lower case, or the error for one that is not of this form.</summary>
    public static Result<string> Read(string text) => CACertificateId.Form().IsMatch(text)
        ? text.ToLowerInvariant()
        : WireError.InvalidRequest(
            $"The certificate id is {Printable.Quoted(text)}; wanted 64 hexadecimal digits: the SHA-256 of the certificate's DER, as register-certificate and list-certificates print it.");

    /// <summary>The answer for an id the caller's account does not have: the same whether it is unknown, another account's or another region's.</summary>
    public static WireError NotFound(string certificateId, Caller caller) => WireError.ResourceNotFound(
        $"There is no certificate {certificateId} in account {caller.AccountId}, region {caller.Region}. list-certificates lists those there are.");
}
