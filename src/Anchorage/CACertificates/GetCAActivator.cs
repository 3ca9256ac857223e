using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

internal sealed record CAActivatorResponse(string CaCertificateId, string PolicyName, Timestamp LastModifiedDate)
{
    public static CAActivatorResponse Of(CAActivator activator) => new(activator.CACertificateId, activator.PolicyName, Timestamp.Of(activator.ModifiedAt));
}

/// <summary>Tells the activator of a CA.</summary>
internal static class GetCAActivator
{
    public const string Path = "/-/ca-activators/{caCertificateId}";

    public static readonly Operation Operation = Operation.Of(
        "GetCAActivator", "GET", Path, changes: false, [WireErrorKind.ResourceNotFound], static () => CACertificateShapes.Wire.CAActivatorResponse,
        (call, on) => RunAsync(call, on.Database));

    /// <summary>The answer for a CA that the account does not have, or that has no activator.</summary>
    public static async Task<WireError> NotFoundAsync(Session session, Call call, string id) =>
        await CACertificateTable.ExistsAsync(session, call.Caller, id, call.Cancelled)
            ? WireError.ResourceNotFound($"The CA certificate {id} has no activator: what registers itself under it stays PENDING_ACTIVATION. Set one with: anchorage ca activator set {id} --policy NAME")
            : CACertificateId.NotFound(id, call.Caller);

    private static async Task<Result<CAActivatorResponse>> RunAsync(Call call, Database database)
    {
        var id = CACertificateId.Read(call.Path[0]);
        return id.IsSuccess
            ? await database.ReadAsync<Result<CAActivatorResponse>>(
                async session => await CAActivatorTable.FindAsync(session, call.Caller, id.Value, call.Cancelled) is { } activator
                    ? CAActivatorResponse.Of(activator)
                    : await NotFoundAsync(session, call, id.Value),
                call.Cancelled)
            : id.Error;
    }
}
