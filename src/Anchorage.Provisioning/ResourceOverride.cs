namespace Anchorage.Provisioning;

/// <summary>What happens to a property of a resource that exists already and has another value (OverrideSettings).</summary>
public enum ResourceOverride
{
    /// <summary>DO_NOTHING: what exists stays. Also taken when a template says nothing, which AWS leaves undocumented.</summary>
    DoNothing,

    /// <summary>REPLACE: the template's value takes its place.</summary>
    Replace,

    /// <summary>FAIL: provisioning fails with ResourceConflictsException.</summary>
    Fail,

    /// <summary>MERGE: both are kept; only for ThingGroups and AttributePayload.</summary>
    Merge,
}
