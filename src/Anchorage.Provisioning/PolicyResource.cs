namespace Anchorage.Provisioning;

/// <summary>A policy that a template attaches to the certificate; exactly one of its two forms is there.</summary>
/// <param name="LogicalName">Its name in the template, under which RegisterThing reports its ARN.</param>
/// <param name="PolicyName">An existing policy; when literal, 1 to 128 of <c>[a-zA-Z0-9_+=,.@-]</c>.</param>
/// <param name="PolicyDocument">A document to make a policy of.</param>
public sealed record PolicyResource(string LogicalName, TemplateValue? PolicyName, PolicyDocument? PolicyDocument);
