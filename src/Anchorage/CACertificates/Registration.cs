using System.Collections.Immutable;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>How a registration ended, once everything about the certificate itself was in order.</summary>
internal abstract record Registration
{
    private Registration()
    {
    }

    /// <summary>It is stored.</summary>
    internal sealed record Done : Registration;

    /// <summary>The registration code that the proof was judged by is no longer the account's.</summary>
    internal sealed record ProofIsOutdated : Registration;

    /// <summary>The account has it already in this region.</summary>
    internal sealed record AlreadyRegistered : Registration;

    /// <summary>Another account of the region holds it in DEFAULT mode.</summary>
    internal sealed record HeldByAnotherAccount : Registration;

    /// <summary>The account has as many CAs of this subject as it may; these are they.</summary>
    internal sealed record SubjectIsFull(ImmutableArray<string> CertificateIds) : Registration;

    /// <summary>The registrationConfig names a template that is not there, or is of another type than JITP.</summary>
    internal sealed record TemplateIsUnfit(WireError Error) : Registration;
}
