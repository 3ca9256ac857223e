namespace Anchorage.Provisioning;

/// <summary>A value that a template leaves open; its type is always String.</summary>
/// <param name="Name">The name that <c>Ref</c> and <c>Fn::Sub</c> use.</param>
/// <param name="Default">The value when none is given; null when one must be given.</param>
public sealed record TemplateParameter(string Name, string? Default);
