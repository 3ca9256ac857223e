using System.Collections.Immutable;

namespace Anchorage.CACertificates;

/// <summary>How a registration ended, once everything about the certificate itself was in order.</summary>
internal abstract record Registration
{
    private Registration()
    {
    }

    /// <summary>It is stored.</summary>
    public sealed record Done : Registration;

    /// <summary>The account has it already in this region.</summary>
    public sealed record AlreadyRegistered : Registration;

    /// <summary>Another account of the region holds it in DEFAULT mode.</summary>
    public sealed record HeldByAnotherAccount : Registration;

    /// <summary>The account has as many CAs of this subject as it may; these are they.</summary>
    public sealed record SubjectIsFull(ImmutableArray<string> CertificateIds) : Registration;

    /// <summary>The registrationConfig names a template that is not there.</summary>
    public sealed record NoSuchTemplate : Registration;

    /// <summary>The registrationConfig names a template of another type than JITP.</summary>
    public sealed record NotForJitp(string TemplateType) : Registration;
}
