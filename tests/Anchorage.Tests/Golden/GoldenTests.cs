using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Anchorage.Tests.Harness.Samples;
using Anchorage.Wire;

namespace Anchorage.Tests.Golden;

/// <summary>What is offered, held against AWS's service model: names, methods, paths, members in their places, errors.</summary>
/// <remarks>That a member is read is seen from outside: made of a wrong shape, it is refused by its name.</remarks>
[Trait("Against", "executable")]
public class GoldenTests(SampleServer server) : IClassFixture<SampleServer>
{
    /// <summary>What any operation answers, whether or not the model says so of each.</summary>
    private static readonly string[] OfAll = [.. Operation.CommonErrors.Select(error => error.Name), "ThrottlingException", "UnauthorizedException"];

    public static TheoryData<string> OperationNames { get; } = [.. Operations.All.Select(operation => operation.Name)];

    [Fact]
    public void The_operations_that_are_not_offered_are_named_as_the_model_has_them() =>
        Assert.Equal(
            GoldenOperation.All.Values.Select(operation => (operation.Name, operation.Method, operation.Path)),
            ServiceModel.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal));

    [Fact]
    public void What_is_offered_beside_them_has_names_and_paths_of_its_own()
    {
        Assert.All(Operations.Own, operation => Assert.StartsWith("/-/", operation.Path, StringComparison.Ordinal));
        Assert.Empty(Operations.Own.Select(operation => operation.Name).Intersect(GoldenOperation.All.Keys));
        Assert.Equal(Operations.Own.Select(operation => operation.Name).Distinct().Order(StringComparer.Ordinal), Operations.Own.Select(operation => operation.Name));
    }

    [Fact]
    public void The_table_of_contents_is_in_order_and_has_each_operation_once() =>
        Assert.Equal(Operations.All.Select(operation => operation.Name).Distinct().Order(StringComparer.Ordinal), Operations.All.Select(operation => operation.Name));

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void An_operation_is_called_and_answers_as_in_the_model(string name)
    {
        var operation = Operations.All.Single(one => one.Name == name);
        var golden = GoldenOperation.All[name];
        Assert.Equal((golden.Method, golden.Path), (operation.Method, operation.Path));
        Assert.Equal(
            golden.Answer.Where(member => !Deviations.Missing.Contains((name, member))).Order(StringComparer.Ordinal),
            Members(operation.Shape, "").Where(member => !Deviations.Added.Contains((name, member))).Order(StringComparer.Ordinal));
        Assert.Equal(
            golden.Errors.Except(OfAll).Where(error => !Deviations.Errors.Contains((name, error))).Order(StringComparer.Ordinal),
            operation.Errors.Select(error => error.Name).Except(OfAll).Where(error => !Deviations.Errors.Contains((name, error))).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string, string> RequestMembers { get; } =
    [
        .. Operations.All.SelectMany(operation => GoldenOperation.All[operation.Name].Members
            .Where(member => member.Place is "query" or "body" && !Deviations.Unread.Contains((operation.Name, member.Name)))
            .Select(member => new TheoryDataRow<string, string, string>(operation.Name, member.Place, member.Name))),
    ];

    [Theory]
    [MemberData(nameof(RequestMembers))]
    public async Task A_member_is_read_where_the_model_has_it(string operation, string place, string name)
    {
        var member = GoldenOperation.All[operation].Members.Single(one => one.Place == place && one.Name == name);
        var sample = Sample.All.First(one => one.Operation == operation);
        var owner = await server.BuildAsync(sample);
        await RefusedByNameAsync(place == "query"
            ? await owner.WithQueryAsync(name, [$"{name}=a", $"{name}=a"])
            : await owner.WithMemberAsync(name, member.Kind is "list" or "map" or "structure" ? JsonValue.Create(7) : new JsonArray()));
        if (member.IsRequired)
        {
            await RefusedByNameAsync(place == "query" ? await owner.WithQueryAsync(name, []) : await owner.WithMemberAsync(name, null));
        }

        async Task RefusedByNameAsync(SampleRequest request)
        {
            var answer = await request.SendAsync();
            Assert.Equal((400, "InvalidRequestException"), (answer.Status, answer.Header("x-amzn-ErrorType")));
            Assert.Contains(name, answer.Text, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Members(JsonTypeInfo? shape, string prefix)
    {
        // An ignored one stays in the list, without a getter.
        foreach (var property in shape?.Properties.Where(property => property.Get is not null) ?? [])
        {
            yield return prefix + property.Name;
            var type = property.PropertyType;
            var item = type.IsGenericType ? type.GetGenericArguments()[^1] : type;
            if (item.Namespace!.StartsWith(nameof(Anchorage), StringComparison.Ordinal))
            {
                foreach (var below in Members(shape!.Options.GetTypeInfo(item), $"{prefix}{property.Name}."))
                {
                    yield return below;
                }
            }
        }
    }
}
