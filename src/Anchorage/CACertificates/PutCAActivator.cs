using Anchorage.Permissions;
using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>Sets the activator of a CA, in place of the one that it has. Not an operation of AWS, where a Lambda function does this.</summary>
internal static class PutCAActivator
{
    public static readonly Operation Operation = Operation.Of(
        "PutCAActivator", "PUT", GetCAActivator.Path, changes: true, [WireErrorKind.ResourceNotFound], static () => CACertificateShapes.Wire.CAActivatorResponse,
        RunAsync);

    private static async Task<Result<CAActivatorResponse>> RunAsync(Call call, Installation on)
    {
        // It will do by itself what its author must be allowed to do.
        if (await on.Permissions.RefuseImpliedAsync(call, ImpliedActions.OfActivator(call.Caller)) is { } denied)
        {
            return denied;
        }

        var id = CACertificateId.Read(call.Path[0]);
        if (!id.IsSuccess)
        {
            return id.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with policyName", faults);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.RequiredText("policyName", "the name of a policy of this account") is { } name)
        {
            PolicyName.Read(name, "policyName", faults);
            if (!faults.Any)
            {
                call.Audit.Concern(call.Caller.Arn($"policy/{name}"));
                return await on.Database.WriteAsync(session => StoreAsync(session, call, new CAActivator(id.Value, name, on.Clock.GetUtcNow())), call.Cancelled);
            }
        }

        return faults.AsError();
    }

    private static async Task<Write<Result<CAActivatorResponse>>> StoreAsync(Session session, Call call, CAActivator activator)
    {
        if (!await CACertificateTable.HoldAsync(session, call.Caller, activator.CACertificateId, call.Cancelled))
        {
            return Write.Undo<Result<CAActivatorResponse>>(CACertificateId.NotFound(activator.CACertificateId, call.Caller));
        }

        return await CAActivatorTable.TrySetAsync(session, call.Caller, activator, call.Cancelled)
            ? Write.Keep<Result<CAActivatorResponse>>(CAActivatorResponse.Of(activator))
            : Write.Undo<Result<CAActivatorResponse>>(PolicyName.NotFound(activator.PolicyName, call.Caller));
    }
}
