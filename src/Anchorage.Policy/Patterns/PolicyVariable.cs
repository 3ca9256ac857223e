namespace Anchorage.Policy.Patterns;

/// <summary>A variable of a policy: <c>${iot:ClientId}</c>, or <c>${aws:PrincipalTag/team, 'none'}</c> with a text for when it has no value.</summary>
internal sealed class PolicyVariable(string name, string? @default)
{
    public string Name => name;

    public string? Default => @default;

    public ContextKey Key { get; } = ContextKey.Of(name);

    /// <summary>Whether it names all values of an attribute, which only conditions can use.</summary>
    public bool IsList { get; } = name.EndsWith(".List", StringComparison.OrdinalIgnoreCase);
}
