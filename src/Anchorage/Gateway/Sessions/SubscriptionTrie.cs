namespace Anchorage.Gateway.Sessions;

/// <summary>The subscriptions of one account and region by the levels of their filters: a publish costs what it matches, not what there is.</summary>
internal sealed class SubscriptionTrie : IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly Node _root = new();

    /// <summary>Adds it, in place of the session's earlier one with the same filter.</summary>
    public void Add(Subscription subscription)
    {
        _gate.EnterWriteLock();
        try
        {
            var node = _root;
            foreach (var range in subscription.Filter.AsSpan().Split('/'))
            {
                node = node.FindOrAdd(subscription.Filter.AsSpan(range));
            }

            node.Put(subscription);
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Takes it out, if it is still the one that is there.</summary>
    public void Remove(Subscription subscription)
    {
        _gate.EnterWriteLock();
        try
        {
            var way = new Stack<(Node Parent, string Level)>();
            var node = _root;
            foreach (var range in subscription.Filter.AsSpan().Split('/'))
            {
                if (node.Find(subscription.Filter.AsSpan(range)) is not { } found)
                {
                    return;
                }

                way.Push((node, subscription.Filter[range]));
                node = found;
            }

            node.Take(subscription);
            while (node.IsEmpty && way.TryPop(out var step))
            {
                step.Parent.Drop(step.Level);
                node = step.Parent;
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Adds to <paramref name="matches"/> what matches a topic. A session stands there once for each of its filters that do.</summary>
    /// <remarks>As with AWS, and unlike MQTT 4.7.1.2, <c>sensor/#</c> does not match <c>sensor</c>. First-level wildcards match no <c>$</c> topic.</remarks>
    public void Match(ReadOnlySpan<char> topic, List<Subscription> matches)
    {
        _gate.EnterReadLock();
        try
        {
            Match(_root, topic, isFirst: true, matches);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    public void Dispose() => _gate.Dispose();

    // As deep as a topic has levels, which is bounded before it is routed.
    private static void Match(Node node, ReadOnlySpan<char> rest, bool isFirst, List<Subscription> matches)
    {
        var slash = rest.IndexOf('/');
        var level = slash < 0 ? rest : rest[..slash];
        var hidesFromWildcards = isFirst && level.StartsWith('$');
        if (!hidesFromWildcards && node.Find("#") is { } all)
        {
            all.CopyTo(matches);
        }

        Follow(node.Find(level), rest, slash, matches);
        if (!hidesFromWildcards)
        {
            Follow(node.Find("+"), rest, slash, matches);
        }
    }

    private static void Follow(Node? next, ReadOnlySpan<char> rest, int slash, List<Subscription> matches)
    {
        if (next is null)
        {
            return;
        }

        if (slash < 0)
        {
            next.CopyTo(matches);
        }
        else
        {
            Match(next, rest[(slash + 1)..], isFirst: false, matches);
        }
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _children;
        private Dictionary<DeviceSession, Subscription>? _here;

        public bool IsEmpty => _children is not { Count: > 0 } && _here is not { Count: > 0 };

        public Node? Find(ReadOnlySpan<char> level) =>
            _children is not null && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child) ? child : null;

        public Node FindOrAdd(ReadOnlySpan<char> level)
        {
            if (Find(level) is { } found)
            {
                return found;
            }

            var made = new Node();
            (_children ??= new(1, StringComparer.Ordinal)).Add(level.ToString(), made);
            return made;
        }

        public void Drop(string level) => _children?.Remove(level);

        public void Put(Subscription subscription) => (_here ??= new(1))[subscription.Session] = subscription;

        public void Take(Subscription subscription)
        {
            if (ReferenceEquals(_here?.GetValueOrDefault(subscription.Session), subscription))
            {
                _here!.Remove(subscription.Session);
            }
        }

        public void CopyTo(List<Subscription> matches)
        {
            if (_here is not null)
            {
                matches.AddRange(_here.Values);
            }
        }
    }
}
