namespace Anchorage.Things;

/// <summary>That a certificate belongs to a thing.</summary>
/// <param name="ThingName">The thing.</param>
/// <param name="CertificateId">The device certificate: 64 lower-case hexadecimal digits.</param>
/// <param name="Exclusive">Whether it may belong to no other thing (<c>EXCLUSIVE_THING</c>).</param>
internal sealed record ThingPrincipal(string ThingName, string CertificateId, bool Exclusive)
{
    public const string ExclusiveThing = "EXCLUSIVE_THING";
    public const string NonExclusiveThing = "NON_EXCLUSIVE_THING";

    /// <summary>AWS's word for it.</summary>
    public string ThingPrincipalType => Exclusive ? ExclusiveThing : NonExclusiveThing;
}

/// <summary>How an attachment ended.</summary>
internal enum Attachment
{
    /// <summary>The certificate belongs to the thing, since now or before.</summary>
    Done,

    /// <summary>There is no such thing.</summary>
    NoSuchThing,

    /// <summary>The certificate belongs to the thing already, with the other type.</summary>
    OfAnotherType,

    /// <summary>One of the two wants to be exclusive: this attachment, or one that the certificate has.</summary>
    NotAlone,
}
