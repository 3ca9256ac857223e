using System.Text.RegularExpressions;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Harness.Samples;
using Anchorage.Tests.Harness.Transcripts;
using Anchorage.Wire;

namespace Anchorage.Tests.Permissions;

/// <summary>Every operation, called by a principal with no policy, with every permission but its own, and with its own alone.</summary>
public partial class OperationPermissionTests(PermissionServers servers) : IClassFixture<PermissionServers>
{
    private const string Principal = "least";

    private static readonly Dictionary<string, Sample> Samples = Sample.All.ToDictionary(sample => $"{sample.Case.File}: {sample.Case.Title}");

    private static readonly IEnumerable<Operation> Offered = Operations.All.Concat(Operations.Own);

    /// <summary>Every sample on SQLite, the first of each operation on PostgreSQL too.</summary>
    public static TheoryData<string, Dialect> Titles { get; } =
    [
        .. Samples.Keys.Select(title => (title, Dialect.Sqlite)),
        .. Samples.GroupBy(sample => sample.Value.Operation).Select(group => (group.First().Key, Dialect.Postgres)),
    ];

    public static TheoryData<string> OperationNames { get; } = [.. Operations.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task An_operation_is_refused_without_its_permission_and_allowed_with_exactly_it(string title, Dialect dialect)
    {
        var sample = Samples[title];
        var operation = Offered.Single(one => one.Name == sample.Operation);
        var (owner, administrator) = await servers.BuildAsync(sample, dialect, Principal);

        if (operation.Demand.NeedsAdministrator)
        {
            await administrator.PutPolicyAsync(Principal, Allowing("Action", "*", "*"));
            Assert.EndsWith(" because only administrators may call it, and no policy allows it", await RefusalAsync(owner), StringComparison.Ordinal);
            return;
        }

        var resource = ResourceOf(await RefusalAsync(owner), owner.AccountId, $"{operation.Action}");
        var kind = ResourceKind().Match(resource).Groups[1].Value;
        if (IamAction.All.TryGetValue(operation.Name, out var reference))
        {
            Assert.True(reference.ResourceTypes.Length == 0 ? resource == "*" : reference.ResourceTypes.Contains(kind) || NamesNone(sample, resource), $"{operation.Name} is judged on {resource}");
        }

        // Everything but it, and it on something else.
        await administrator.PutPolicyAsync(Principal, Allowing("NotAction", $"{operation.Action}", "*"));
        Assert.Equal(resource, ResourceOf(await RefusalAsync(owner), owner.AccountId, $"{operation.Action}"));
        await administrator.PutPolicyAsync(Principal, Allowing("Action", $"{operation.Action}", "arn:aws:iot:us-east-1:000000000000:cert/other"));
        Assert.Equal(resource, ResourceOf(await RefusalAsync(owner), owner.AccountId, $"{operation.Action}"));

        await administrator.PutPolicyAsync(Principal, Allowing("Action", $"{operation.Action}", resource));
        if (operation.Demand.Role is not null && (await owner.RequestAsync()).Text.Contains(":role/", StringComparison.Ordinal))
        {
            var role = ResourceOf(await RefusalAsync(owner), owner.AccountId, "iam:PassRole");
            await administrator.PutPolicyAsync(Principal, Allowing("Action", "iam:PassRole", role), "role");
        }

        if (operation.Name == "PutCAActivator" || (await owner.RequestAsync()).Text.Contains("\"templateBody\"", StringComparison.Ordinal))
        {
            // Each thing that the template or the activator does by itself, one refusal after the other.
            await administrator.PutPolicyAsync(Principal, Allowing("Action", "iot:AttachThingPrincipal", "*"), "implied");
            Assert.Matches(" perform: iot:(UpdateCertificate|CreateThing|CreatePolicy|AttachPolicy) on resource: ", await RefusalAsync(owner));
            await administrator.PutPolicyAsync(Principal, Implied, "implied");
        }

        await new TranscriptRun(sample.Case, owner.Scope, TestContext.Current.CancellationToken).RunAsync();
    }

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void An_operation_looks_at_the_conditions_that_AWS_has_for_it(string name)
    {
        var demand = Operations.All.Single(one => one.Name == name).Demand;
        var keys = IamAction.All.GetValueOrDefault(name)?.ConditionKeys ?? [];

        Assert.Equal(keys.Contains("aws:TagKeys"), demand.HasTags);
        Assert.Equal(keys.Contains("iot:thingArn"), demand.NamesThing);
    }

    /// <summary>What a principal that may not is told, word for word up to what it is judged on.</summary>
    private static string ResourceOf(string message, string account, string action)
    {
        var (before, after) = ($"User: arn:aws:iam::{account}:user/{Principal} is not authorized to perform: {action} on resource: ", $" because no identity-based policy allows the {action} action");
        Assert.StartsWith(before, message, StringComparison.Ordinal);
        Assert.EndsWith(after, message, StringComparison.Ordinal);
        return message[before.Length..^after.Length];
    }

    private static async Task<string> RefusalAsync(SampleAccount owner)
    {
        var answer = await (await owner.RequestAsync()).SendAsync();
        Assert.True((403, "AccessDeniedException") == (answer.Status, answer.Header("x-amzn-ErrorType")), $"{answer}");
        return JsonPath.Text(answer.Json!.Value, "message")!;
    }

    /// <summary>A request that may leave its resource out, and does.</summary>
    private static bool NamesNone(Sample sample, string resource) =>
        resource == "*" && sample.Operation == "TestAuthorization" && sample.Request.Body?.Contains("\"principal\"", StringComparison.Ordinal) == false;

    private const string Implied = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
         "Action":["iot:UpdateCertificate","iot:CreateThing","iot:UpdateThing","iot:AttachThingPrincipal","iot:CreatePolicy","iot:AttachPolicy"]}]}
        """;

    private static string Allowing(string element, string action, string resource) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","{{element}}":"{{action}}","Resource":"{{resource}}"}]}""";

    [GeneratedRegex(@"\Aarn:aws:iot:[a-z0-9-]+:[0-9]{12}:([a-z]+)/[^/]+\z")]
    private static partial Regex ResourceKind();
}
