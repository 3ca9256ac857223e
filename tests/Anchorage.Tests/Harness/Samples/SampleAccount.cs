using System.Text.Json.Nodes;
using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests.Harness.Samples;

/// <summary>An account that sends a sample: its owner, or somebody else who names the owner's things.</summary>
internal sealed class SampleAccount(Sample sample, Scope scope)
{
    public Sample Sample => sample;

    public Scope Scope => scope;

    public string AccountId => scope.Account("me");

    /// <summary>The sample's request, with what this account believes the names to be.</summary>
    public Task<SampleRequest> RequestAsync() => RequestAsync(sample.Request);

    /// <summary>Another sample's, for the same estate.</summary>
    public async Task<SampleRequest> RequestAsync(RequestText text)
    {
        var (caller, expressions) = Means();
        return new SampleRequest(scope.Server.Endpoint, await RequestWriting.WriteAsync(text, scope, caller, expressions));
    }

    /// <summary>The request with these parts of the query in place of those of that name.</summary>
    public async Task<SampleRequest> WithQueryAsync(string name, string[] parts)
    {
        var target = (await Means().Expressions.FillAsync(sample.Request.Target)).Split('?', 2);
        var others = target.Length == 1 ? [] : target[1].Split('&').Where(part => part.Split('=')[0] != name);
        return await RequestAsync(sample.Request with { Target = $"{target[0]}?{string.Join('&', [.. others, .. parts])}" });
    }

    /// <summary>The request with this value for a member of its body; without the member for null.</summary>
    public async Task<SampleRequest> WithMemberAsync(string name, JsonNode? value)
    {
        var body = sample.Request.Body is { } text ? JsonNode.Parse(await Means().Expressions.FillAsync(text))!.AsObject() : [];
        body.Remove(name);
        if (value is not null)
        {
            body[name] = value;
        }

        return await RequestAsync(sample.Request with { Body = body.ToJsonString() });
    }

    private (TranscriptCaller Caller, Expressions Expressions) Means()
    {
        var caller = scope.Caller("me", null);
        return (caller, new Expressions(scope, caller, TestContext.Current.CancellationToken));
    }
}

/// <summary>A request of a sample, ready to be sent.</summary>
internal sealed record SampleRequest(string Endpoint, WireRequest Request)
{
    public Task<WireAnswer> SendAsync() => Request.SendAsync(Endpoint, TestContext.Current.CancellationToken);

    /// <summary>All that it says, for looking up what an answer may repeat.</summary>
    public string Text => $"{Uri.UnescapeDataString(Request.Target)}\n{Request}";
}
