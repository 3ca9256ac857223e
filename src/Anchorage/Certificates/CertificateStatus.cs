using System.Collections.Immutable;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>The states of a device certificate, as AWS's CertificateStatus has them.</summary>
internal static class CertificateStatus
{
    public const string Active = "ACTIVE";
    public const string Inactive = "INACTIVE";

    /// <summary>Final: it cannot be used again, whoever holds it.</summary>
    public const string Revoked = "REVOKED";

    /// <summary>Offered to another account, which has not answered yet.</summary>
    public const string PendingTransfer = "PENDING_TRANSFER";

    /// <summary>Deprecated by AWS, and never given here.</summary>
    public const string RegisterInactive = "REGISTER_INACTIVE";

    /// <summary>Registered just in time, and not activated yet.</summary>
    public const string PendingActivation = "PENDING_ACTIVATION";

    /// <summary>Every state there is.</summary>
    public static readonly ImmutableArray<string> All = [Active, Inactive, Revoked, PendingTransfer, RegisterInactive, PendingActivation];

    /// <summary>Whether a caller may ask for this state; the others are the service's own.</summary>
    public static bool IsForCallers(string status) => status is Active or Inactive or Revoked;

    /// <summary>A state that was asked for, in its shape; anything else becomes a sentence.</summary>
    public static string? Read(string? text, string name, Faults faults)
    {
        if (text is null or Active or Inactive or Revoked or PendingTransfer or RegisterInactive or PendingActivation)
        {
            return text;
        }

        faults.Add($"{name} is {Printable.Quoted(text)}; wanted ACTIVE, INACTIVE or REVOKED.");
        return null;
    }

    /// <summary>Why a certificate is not registered in this state; null when it is.</summary>
    public static WireError? RefuseToRegister(string status) => IsForCallers(status)
        ? null
        : WireError.CertificateState(
            $"Not allowed to register certificate with {status} status. Wanted ACTIVE, INACTIVE or REVOKED; a certificate is INACTIVE unless said.");
}
