using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Anchorage.Tests.Harness.Samples;
using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests;

/// <summary>Every operation, called by an account that knows another's ids, ARNs, names and markers.</summary>
[Trait("Against", "executable")]
public partial class OtherAccountTests(SampleServer server) : IClassFixture<SampleServer>
{
    private static readonly Dictionary<string, Sample> Samples = Sample.All.ToDictionary(sample => $"{sample.Case.File}: {sample.Case.Title}");

    public static TheoryData<string> Titles { get; } = [.. Samples.Keys];

    public static TheoryData<string> OperationNames { get; } = [.. Operations.All.Concat(Operations.Own).Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Every_operation_has_a_sample(string operation) =>
        Assert.Contains(Samples.Values, sample => sample.Operation == operation);

    // Else what is refused to others might be refused for its form.
    [Theory]
    [MemberData(nameof(Titles))]
    public async Task The_owner_gets_what_the_sample_says(string title)
    {
        var sample = Samples[title];
        Assert.Contains(Operations.All.Concat(Operations.Own), operation => operation.Name == sample.Operation);
        var owner = await server.BuildAsync(sample);
        await new TranscriptRun(sample.Case, owner.Scope, TestContext.Current.CancellationToken).RunAsync();
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Another_account_is_answered_as_if_nothing_were_there_and_changes_nothing(string title)
    {
        var owner = await server.BuildAsync(Samples[title]);
        var rows = await server.RowsAsync(owner.AccountId);
        Assert.NotEmpty(rows);
        var seen = await SeenAsync(owner);

        var stranger = server.Stranger(owner, value => value);
        var request = await stranger.RequestAsync();
        var answer = await request.SendAsync();

        Assert.Equal(rows, await server.RowsAsync(owner.AccountId));
        Assert.Equal(seen, await SeenAsync(owner));
        foreach (var told in owner.Scope.Saved.Values.Append(owner.AccountId).Where(value => value.Length >= 8 && !Says(owner, request, value)))
        {
            Assert.DoesNotContain(told, answer.Text, StringComparison.Ordinal);
        }

        // The same request about what never was, by one who asks for the first time.
        var nobodys = server.Stranger(owner, value => Unknown(value, owner.AccountId));
        var reference = await (await nobodys.RequestAsync()).SendAsync();
        Assert.Equal(Words(reference, nobodys.AccountId), Words(answer, stranger.AccountId));
    }

    /// <summary>Whether a request says a value itself, or holds the certificate whose id it is.</summary>
    private static bool Says(SampleAccount owner, SampleRequest request, string value) =>
        request.Text.Contains(value, StringComparison.Ordinal)
        || owner.Scope.Certificates.Values.Any(made => made.Id == value && request.Text.Contains(made.Pem.Split('\n')[2], StringComparison.Ordinal));

    /// <summary>What the owner is answered by every operation that only reads.</summary>
    private static async Task<List<string>> SeenAsync(SampleAccount owner)
    {
        var seen = new List<string>();
        foreach (var reading in Samples.Values.Where(sample => sample.Estate == owner.Sample.Estate
            && !Operations.All.Concat(Operations.Own).Single(operation => operation.Name == sample.Operation).Changes))
        {
            var answer = await (await owner.RequestAsync(reading.Request)).SendAsync();
            seen.Add($"{reading.Case.Title} {answer.Status} {answer.Text}");
        }

        return seen;
    }

    /// <summary>A value of the same form that stands for nothing. Certificates are the same: anybody may have them.</summary>
    private static string Unknown(string value, string owner)
    {
        if (value.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return value;
        }

        var turned = Digest().Replace(value, match => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(match.Value))));
        return turned != value ? turned
            : value.StartsWith("arn:", StringComparison.Ordinal) ? $"{value}-of-nobody"
            : value == owner ? value
            : string.Concat(value.Reverse());
    }

    /// <summary>A refusal word for word but for ids and quoted names, a success by its members.</summary>
    private static string Words(WireAnswer answer, string account) =>
        answer.Status >= 400 ? $"{answer.Status} {answer.Header("x-amzn-ErrorType")} {Ids().Replace(answer.Text.Replace(account, "ACCOUNT", StringComparison.Ordinal), "ID")}"
        : answer.Json is { } json ? $"{answer.Status} {Form(json)}"
        : $"{answer.Status}";

    private static string Form(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject().Select(member => $"{member.Name}:{Form(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Form))}]",
        var kind => $"{kind}",
    };

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();

    [GeneratedRegex("'[^']*'|[0-9a-f]{64}")]
    private static partial Regex Ids();
}
