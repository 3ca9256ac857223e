using System.Text.RegularExpressions;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>The id of a CA certificate in a path: 64 characters of <c>(0x)?[a-fA-F0-9]+</c>, compared without regard to case.</summary>
internal static partial class CACertificateId
{
    /// <summary>The id in lower case, or the error for one that is not of this form.</summary>
    public static Result<string> Read(string text) => Form().IsMatch(text)
        ? text.ToLowerInvariant()
        : WireError.InvalidRequest(
            $"The CA certificate id is {Printable.Quoted(text)}; wanted 64 hexadecimal digits: the SHA-256 of the certificate's DER, as register-ca-certificate and list-ca-certificates print it.");

    public static WireError NotFound(string certificateId, Caller caller) => WireError.ResourceNotFound(
        $"There is no CA certificate {certificateId} in account {caller.AccountId}, region {caller.Region}. list-ca-certificates lists those there are.");

    [GeneratedRegex(@"\A(?=.{64}\z)(0x)?[a-fA-F0-9]+\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Form();
}
