using Anchorage.Policy;
using Anchorage.Storage;
using Anchorage.Things;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>What a policy may know of the thing that connects (developer guide, "Thing policy variables").</summary>
/// <param name="Thing">The thing whose name is the client id.</param>
/// <param name="IsAttached">Whether the certificate that connects is attached to it.</param>
internal sealed record ThingVariables(Thing Thing, bool IsAttached)
{
    /// <summary>Finds the thing that a client id names; null when there is none, and then its variables have no value.</summary>
    /// <param name="clientId">As the client sent it; it need not have the form of a thing's name.</param>
    /// <param name="certificateId">64 lower-case hexadecimal digits; null when no certificate is asked about.</param>
    public static async Task<ThingVariables?> FindAsync(
        Session session, Caller caller, string clientId, string? certificateId, CancellationToken cancellationToken)
    {
        if (!ThingName.Read(clientId).IsSuccess || await RegisteredThing.FindAsync(session, caller, clientId, cancellationToken) is not { } thing)
        {
            return null;
        }

        var isAttached = certificateId is not null && await RegisteredThing.HasCertificateAsync(session, caller, clientId, certificateId, cancellationToken);
        return new ThingVariables(thing, isAttached);
    }

    public PolicyContext Set(PolicyContext context)
    {
        context.Set(ContextNames.ThingName, Thing.ThingName).Set(ContextNames.IsAttached, IsAttached ? "true" : "false");
        foreach (var (name, value) in Thing.Attributes)
        {
            context.Set(ContextNames.AttributeOf(name), value);
        }

        return context;
    }
}
