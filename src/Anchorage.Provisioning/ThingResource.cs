using System.Collections.Immutable;

namespace Anchorage.Provisioning;

/// <summary>The thing that a template creates or updates.</summary>
/// <param name="LogicalName">Its name in the template, under which RegisterThing reports its ARN.</param>
/// <param name="ThingName">When literal, 1 to 128 of <c>[a-zA-Z0-9:_-]</c>.</param>
/// <param name="Attributes">AttributePayload in document order, at most 50; names are literal.</param>
/// <param name="ThingTypeName">Null when the thing gets no type.</param>
/// <param name="ThingGroups">Null when the thing joins no group.</param>
/// <param name="BillingGroup">Null when the thing joins none.</param>
/// <param name="Overrides">What happens when the thing exists.</param>
public sealed record ThingResource(
    string LogicalName,
    TemplateValue ThingName,
    ImmutableArray<KeyValuePair<string, TemplateValue>> Attributes,
    TemplateValue? ThingTypeName,
    TemplateList? ThingGroups,
    TemplateValue? BillingGroup,
    ThingOverrides Overrides);

/// <summary>OverrideSettings of a thing.</summary>
public sealed record ThingOverrides(ResourceOverride AttributePayload, ResourceOverride ThingTypeName, ResourceOverride ThingGroups);
