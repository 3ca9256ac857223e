using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Deletes a policy that has one version and is attached to nothing and named by no CA's activator.</summary>
internal static class DeletePolicy
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeletePolicy", "DELETE", "/policies/{policyName}", changes: true, [WireErrorKind.DeleteConflict, WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var name = PolicyName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var refusal = await database.WriteAsync(
            async session =>
            {
                if (!await PolicyTable.TryDeleteAsync(session, call.Caller, name.Value, call.Cancelled))
                {
                    return Write.Undo<WireError?>(await RefusalAsync(session, call, name.Value));
                }

                await ResourceTags.RemoveAllAsync(session, call.Caller, IotPolicy.ResourceOf(name.Value), call.Cancelled);
                return Write.Keep<WireError?>(null);
            },
            call.Cancelled);
        return refusal is null ? Nothing.Value : refusal;
    }

    private static async Task<WireError> RefusalAsync(Session session, Call call, string name) =>
        !await PolicyTable.ExistsAsync(session, call.Caller, name, call.Cancelled)
            ? PolicyName.NotFound(name, call.Caller)
            : new WireError(
                WireErrorKind.DeleteConflict,
                await PolicyAttachmentTable.IsAttachedAsync(session, call.Caller, name, call.Cancelled)
                    ? $"The policy cannot be deleted as the policy is attached to one or more principals (name={name}). list-targets-for-policy lists them; detach-policy detaches it."
                    : await RegisteredCACertificate.FindActivatedByAsync(session, call.Caller, name, call.Cancelled) is { } ca
                    ? $"The policy cannot be deleted as the activator of the CA certificate {ca} attaches it to what registers itself (name={name}). Give that another one with: anchorage ca activator set {ca} --policy NAME"
                    : $"The policy cannot be deleted as versions other than than default version exist (name={name}). delete-policy-version deletes them.");
}
