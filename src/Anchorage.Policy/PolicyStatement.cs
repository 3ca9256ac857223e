using System.Collections.Immutable;
using Anchorage.Policy.Conditions;
using Anchorage.Policy.Patterns;

namespace Anchorage.Policy;

/// <summary>A statement of a policy document, ready to judge requests.</summary>
public sealed class PolicyStatement
{
    private readonly ulong _deviceActions;
    private readonly ImmutableArray<TextPattern> _actions;
    private readonly ImmutableArray<TextPattern> _resources;
    private readonly ImmutableArray<Condition> _conditions;
    private readonly bool _isNotAction;
    private readonly bool _isNotResource;

    internal PolicyStatement(
        int index, string? sid, PolicyEffect effect, bool isNotAction, ImmutableArray<TextPattern> actions,
        bool isNotResource, ImmutableArray<TextPattern> resources, ImmutableArray<Condition> conditions)
    {
        (Index, Sid, Effect) = (index, sid, effect);
        (_isNotAction, _actions, _isNotResource, _resources, _conditions) = (isNotAction, actions, isNotResource, resources, conditions);
        foreach (var action in PolicyAction.OfDevices)
        {
            _deviceActions |= HasAction(action.Name) ? action.Bit : 0;
        }
    }

    /// <summary>Its place in the document, from 0.</summary>
    public int Index { get; }

    /// <summary>The name its author gave it; null when it has none.</summary>
    public string? Sid { get; }

    public PolicyEffect Effect { get; }

    /// <summary>Whether the statement speaks of this request. What cannot be known counts against the request: it keeps an Allow from holding.</summary>
    internal bool Covers(PolicyAction action, ReadOnlySpan<char> resource, PolicyContext context, ISet<string>? missing) =>
        (action.Bit != 0 ? (_deviceActions & action.Bit) != 0 : HasAction(action.Name))
        && HasResource(resource, context, missing)
        && Holds(context, missing);

    private bool HasAction(string name)
    {
        foreach (var pattern in _actions)
        {
            if (pattern.Matches(name, ignoringCase: true))
            {
                return !_isNotAction;
            }
        }

        return _isNotAction;
    }

    private bool HasResource(ReadOnlySpan<char> resource, PolicyContext context, ISet<string>? missing)
    {
        var isUnknown = false;
        foreach (var pattern in _resources)
        {
            // Most resources are told apart by how they begin, before any variable is looked up; only a list of what is missing wants more.
            if (missing is null && !_isNotResource && !pattern.MayBegin(resource))
            {
                continue;
            }

            switch (pattern.Match(resource, context, missing))
            {
                case PatternVerdict.Matches:
                    return !_isNotResource;
                case PatternVerdict.Unfit when Effect is PolicyEffect.Deny && !_isNotResource && pattern.Loosened.Matches(resource):
                    // A device must not get out of a Deny by a name that may not be put into it.
                    return true;
                case PatternVerdict.Unfit or PatternVerdict.Missing:
                    isUnknown = true;
                    break;
                default:
                    break;
            }
        }

        // "All but …" of something that is not known allows nothing.
        return _isNotResource && !(isUnknown && Effect is PolicyEffect.Allow);
    }

    private bool Holds(PolicyContext context, ISet<string>? missing)
    {
        foreach (var condition in _conditions)
        {
            if (!condition.Holds(context, Effect, missing))
            {
                return false;
            }
        }

        return true;
    }
}
