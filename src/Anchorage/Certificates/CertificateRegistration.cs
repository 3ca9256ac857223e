namespace Anchorage.Certificates;

/// <summary>How a device certificate's registration ended, once everything about the certificate itself was in order.</summary>
internal enum CertificateRegistration
{
    /// <summary>It is stored.</summary>
    Done,

    /// <summary>The account has it already in this region.</summary>
    AlreadyRegistered,

    /// <summary>Another account of the region holds it in DEFAULT mode.</summary>
    HeldByAnotherAccount,

    /// <summary>The CA that signed it has been deactivated or deleted meanwhile.</summary>
    CANotActive,
}
