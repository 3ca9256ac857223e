using System.Collections.Immutable;
using Anchorage.Policy;

namespace Anchorage.Gateway;

/// <summary>What the policies of a connection's certificate allow: compiled before, asked for every packet, exchanged when they change.</summary>
internal sealed class Permissions(string accountId, string region, ImmutableArray<NamedPolicy> policies, PolicyContext context)
{
    /// <summary>Longest ARN that is made on the stack; topics and client ids are bounded well below.</summary>
    private const int MostCharacters = 512;

    private readonly string _arn = $"arn:aws:iot:{region}:{accountId}:";

    private NamedPolicy[] _policies = [.. policies];

    /// <summary>Judges by other policies from now on.</summary>
    public void Replace(ImmutableArray<NamedPolicy> policies) => Volatile.Write(ref _policies, [.. policies]);

    public bool MayConnect(string clientId) => Allows(PolicyAction.Connect, "client/", clientId);

    public bool MayPublish(string topic) => Allows(PolicyAction.Publish, "topic/", topic);

    public bool MayReceive(string topic) => Allows(PolicyAction.Receive, "topic/", topic);

    public bool MaySubscribe(string filter) => Allows(PolicyAction.Subscribe, "topicfilter/", filter);

    private bool Allows(PolicyAction action, string kind, string name)
    {
        Span<char> arn = stackalloc char[MostCharacters];
        return arn.TryWrite($"{_arn}{kind}{name}", out var length)
            && PolicyDecision.Of(Volatile.Read(ref _policies), action, arn[..length], context).IsAllowed;
    }
}
