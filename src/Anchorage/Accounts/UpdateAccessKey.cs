using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Disables a key, from its next request on, or enables it again.</summary>
internal static class UpdateAccessKey
{
    public static readonly Operation Operation = Operation.OfNothing(
        "UpdateAccessKey", "PATCH", "/-/accounts/{accountId}/keys/{accessKeyId}", changes: true, [WireErrorKind.ResourceNotFound],
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<Nothing>> RunAsync(Call call, Installation on)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with status, ACTIVE or INACTIVE", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var status = body.RequiredText("status", "ACTIVE or INACTIVE");
        if (status is not (null or "ACTIVE" or "INACTIVE"))
        {
            faults.Add($"status is {Printable.Quoted(status)}; wanted ACTIVE or INACTIVE.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        return await NamedAccessKey.ChangeAsync<Nothing>(call, on, async (session, key) =>
        {
            await AccessKeyTable.EnableAsync(session, key.AccessKeyId, status == "ACTIVE", call.Cancelled);
            return Nothing.Value;
        });
    }
}
