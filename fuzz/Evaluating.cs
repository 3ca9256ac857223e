using System.Text;
using System.Text.Json;
using Anchorage.Onboarding;
using Anchorage.Provisioning;

namespace Anchorage.Fuzz;

/// <summary>Templates evaluated with the values of a device: the template, then names and values by turns, a zero octet before each.</summary>
internal static class Evaluating
{
    public static void Run(byte[] input)
    {
        var parts = Encoding.UTF8.GetString(input).Split('\0');
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 1; index + 1 < parts.Length; index += 2)
        {
            parameters[parts[index]] = parts[index + 1];
        }

        foreach (var type in Enum.GetValues<ProvisioningTemplateType>())
        {
            if (ProvisioningTemplate.Read(parts[0], type).Template is not { } template)
            {
                continue;
            }

            var (plan, faults) = template.Evaluate(new ProvisioningInput(parameters, "CN=device"));
            if ((plan is null) == faults.IsEmpty)
            {
                throw new InvalidOperationException("There are a plan and faults, or neither.");
            }

            if (plan is not null)
            {
                Use(plan);
            }
        }
    }

    private static void Use(ProvisioningPlan plan)
    {
        PlanRules.Judge(plan);
        foreach (var policy in plan.Policies)
        {
            if (policy.PolicyDocument is { } document)
            {
                // A value that breaks out of its string would leave no JSON, or other JSON.
                using var _ = JsonDocument.Parse(document);
            }
        }
    }
}
