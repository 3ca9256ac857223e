using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Provisioning;

namespace Anchorage.Commands;

/// <summary>What came of a simulated provisioning, for people and for programs.</summary>
internal static class Simulation
{
    public static void Show(ProvisioningPlan? plan, ImmutableArray<TemplateFault> faults, string certificate, string template)
    {
        if (plan is null)
        {
            Screen.Line(Cell.Of($"{certificate} would not be provisioned by {template}.", Tone.Bad));
            foreach (var fault in faults)
            {
                Screen.Line($"\nat {Visible.Text(fault.Path)}\n  {Visible.Text(fault.Message)}");
            }

            return;
        }

        Screen.Line(Cell.Of($"{certificate} would be provisioned by {template}.", Tone.Good));
        Screen.Line();
        var facts = new List<(string, Cell)>
        {
            ("certificate", plan.Certificate.CertificateId ?? "as given in the template"),
            ("status", plan.Certificate.Status),
        };
        if (plan.Thing is { } thing)
        {
            facts.Insert(0, ("thing", thing.ThingName));
            facts.InsertRange(1, thing.Attributes.Select(attribute => ("attribute", Cell.Of($"{attribute.Key} = {attribute.Value}"))));
        }

        facts.AddRange(plan.Policies.Select(policy => (policy.PolicyDocument is null ? "policy" : "new policy", Cell.Of(policy.PolicyName))));
        facts.AddRange(plan.DeviceConfiguration.Select(pair => ("configuration", Cell.Of($"{pair.Key} = {pair.Value}"))));
        Screen.Facts(facts);
        foreach (var policy in plan.Policies.Where(policy => policy.PolicyDocument is not null))
        {
            Screen.Line($"\n{Visible.Text(policy.PolicyName)}\n  {Visible.Text(policy.PolicyDocument!)}");
        }
    }

    public static JsonObject ToJson(ProvisioningPlan? plan, ImmutableArray<TemplateFault> faults)
    {
        var json = new JsonObject
        {
            ["accepted"] = plan is not null,
            ["faults"] = new JsonArray([.. faults.Select(fault => new JsonObject { ["path"] = fault.Path, ["message"] = fault.Message })]),
        };
        if (plan is null)
        {
            return json;
        }

        if (plan.Thing is { } thing)
        {
            json["thing"] = new JsonObject { ["thingName"] = thing.ThingName, ["attributes"] = Pairs(thing.Attributes) };
        }

        json["certificate"] = new JsonObject { ["certificateId"] = plan.Certificate.CertificateId, ["status"] = plan.Certificate.Status };
        json["policies"] = new JsonArray([.. plan.Policies.Select(policy => new JsonObject
        {
            ["policyName"] = policy.PolicyName,
            ["policyDocument"] = policy.PolicyDocument,
        })]);
        json["deviceConfiguration"] = Pairs(plan.DeviceConfiguration);
        return json;
    }

    private static JsonObject Pairs(ImmutableArray<KeyValuePair<string, string>> pairs)
    {
        var json = new JsonObject();
        foreach (var (name, value) in pairs)
        {
            json[name] = value;
        }

        return json;
    }
}
