using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.RegistrationCodes;

/// <summary>Discards the registration code, so that verification certificates made with it prove nothing any more.</summary>
internal static class DeleteRegistrationCode
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteRegistrationCode", "DELETE", "/registrationcode", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database) =>
        await database.WriteAsync(
            async session => await RegistrationCode.TryDeleteAsync(session, call.Caller, call.Cancelled) ? Write.Keep(true) : Write.Undo(false), call.Cancelled)
            ? Nothing.Value
            : WireError.ResourceNotFound($"Account {call.Caller.AccountId} has no registration code in {call.Caller.Region}. get-registration-code makes one.");
}
