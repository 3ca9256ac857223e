using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Anchorage.Wire;

/// <summary>Finds what a method and a raw path mean. Segments stay percent-encoded until they are told apart: an ARN in one holds slashes.</summary>
internal sealed class Routes<T>
    where T : class
{
    private readonly FrozenDictionary<(string Method, int Segments), ImmutableArray<Route>> _routes;

    public Routes(IEnumerable<(string Method, string Path, T Target)> routes) =>
        _routes = routes
            .Select(route => (route.Method, Route: new Route([.. route.Path[1..].Split('/')], route.Target)))
            .GroupBy(route => (route.Method, route.Route.Segments.Length), route => route.Route)
            // A literal segment wins over a placeholder: /thing-groups/addThingToThingGroup is no group's name.
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(route => route.Placeholders).ToImmutableArray());

    /// <summary>The target, and the still encoded values of its placeholders; null when nothing is there.</summary>
    public T? Find(string method, string rawPath, out ImmutableArray<string> values)
    {
        values = [];
        if (rawPath.Length < 2 || rawPath[0] != '/' || !_routes.TryGetValue((method, rawPath.AsSpan(1).Count('/') + 1), out var candidates))
        {
            return null;
        }

        foreach (var candidate in candidates)
        {
            if (candidate.TryMatch(rawPath.AsSpan(1), out values))
            {
                return candidate.Target;
            }
        }

        return null;
    }

    private sealed record Route(ImmutableArray<string> Segments, T Target)
    {
        public int Placeholders { get; } = Segments.Count(IsPlaceholder);

        public bool TryMatch(ReadOnlySpan<char> path, out ImmutableArray<string> values)
        {
            values = [];
            var index = 0;
            foreach (var range in path.Split('/'))
            {
                var segment = path[range];
                var wanted = Segments[index++];
                if (IsPlaceholder(wanted) && !segment.IsEmpty)
                {
                    values = values.Add(segment.ToString());
                }
                else if (!segment.SequenceEqual(wanted))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsPlaceholder(string segment) => segment.StartsWith('{');
    }
}
