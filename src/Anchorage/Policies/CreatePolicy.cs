using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record CreatePolicyResponse(string PolicyName, string PolicyArn, string PolicyDocument, string PolicyVersionId);

/// <summary>Creates a policy, whose first version counts.</summary>
internal static class CreatePolicy
{
    public static readonly Operation Operation = Operation.Of(
        "CreatePolicy", "POST", "/policies/{policyName}", changes: true, [WireErrorKind.ResourceAlreadyExists, WireErrorKind.MalformedPolicy],
        static () => PolicyShapes.Wire.CreatePolicyResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfPath("/policies/{policyName}") with { HasTags = true } };

    /// <summary>A policy that is created now.</summary>
    public static IotPolicy RecordOf(string policyName, string document, DateTimeOffset now) =>
        new(policyName, Uuid.Next(), PolicyVersionId.First, document, now, now);

    private static async Task<Result<CreatePolicyResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var faults = new Faults();
        var name = PolicyName.Read(call.Path[0], "policyName", faults);
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with policyDocument, the policy as a JSON string", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var document = PolicyText.Read(body, faults);
        var tags = TagReading.Read(body, call.Query, [], faults);
        TagRules.Judge(tags, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        if (PolicyText.Judge(document!) is { } malformed)
        {
            return malformed;
        }

        var record = RecordOf(name, document!, clock.GetUtcNow());
        var arn = call.Caller.Arn(record.Resource);
        return await database.WriteAsync(
            async session =>
            {
                if (!await PolicyTable.TryInsertAsync(session, call.Caller, record, call.Cancelled))
                {
                    return Write.Undo(false);
                }

                await ResourceTags.AddAsync(session, call.Caller, record.Resource, tags, call.Cancelled);
                return Write.Keep(true);
            },
            call.Cancelled)
            ? new CreatePolicyResponse(name, arn, document!, PolicyVersionId.Text(record.DefaultVersionId))
            : WireError.ResourceAlreadyExists(
                $"Policy cannot be created - name already exists (name={name}). create-policy-version adds a version to it.", name, arn);
    }
}
