using System.Collections.Immutable;
using Anchorage.Policies;
using Anchorage.Provisioning;
using Anchorage.Things;

namespace Anchorage.Onboarding;

/// <summary>What can be said against a plan before anything is looked up or written.</summary>
/// <remarks>A template that names thing types, thing groups or a billing group is a template in order, and is stored: it is refused here, when it
/// would have to be carried out, so that it need not be changed on the day these are offered.</remarks>
internal static class PlanRules
{
    public static ImmutableArray<TemplateFault> Judge(ProvisioningPlan plan)
    {
        var faults = ImmutableArray.CreateBuilder<TemplateFault>();
        if (plan.Thing is { } thing)
        {
            JudgeThing(thing, faults);
        }

        foreach (var policy in plan.Policies)
        {
            if (policy.PolicyDocument is { } document && PolicyText.Judge(document) is { } malformed)
            {
                faults.Add(new TemplateFault($"$.Resources.{policy.LogicalName}.Properties.PolicyDocument", malformed.Message));
            }
        }

        return faults.ToImmutable();
    }

    private static void JudgeThing(PlannedThing thing, ImmutableArray<TemplateFault>.Builder faults)
    {
        var properties = $"$.Resources.{thing.LogicalName}.Properties";
        if (thing.ThingTypeName is { } type)
        {
            faults.Add(new TemplateFault($"{properties}.ThingTypeName", $"The thing is to have the type '{type}'; Anchorage does not offer thing types yet. Take it out."));
        }

        if (thing.ThingGroups is [var group, ..])
        {
            faults.Add(new TemplateFault($"{properties}.ThingGroups", $"The thing is to join the group '{group}'; Anchorage does not offer thing groups yet. Take it out."));
        }

        if (thing.BillingGroup is { } billing)
        {
            faults.Add(new TemplateFault($"{properties}.BillingGroup", $"The thing is to join the billing group '{billing}'; Anchorage does not offer billing groups yet. Take it out."));
        }

        var count = thing.Attributes.Count(attribute => attribute.Value.Length > 0);
        if (count > ThingAttributes.Most && thing.ThingTypeName is null)
        {
            faults.Add(new TemplateFault(
                $"{properties}.AttributePayload", $"The thing would have {count} attributes; without a thing type it has at most {ThingAttributes.Most}. Leave some out."));
        }
    }
}
