using System.Collections.Immutable;

namespace Anchorage.Provisioning.Tests;

/// <summary>What a test says about a template and the values it is evaluated with.</summary>
internal static class Evaluated
{
    public static readonly string Id = new('a', 64);

    /// <summary>Values by name; the certificate's id is always among them.</summary>
    public static ProvisioningInput Input(string? subject, params (string Name, string Value)[] values) =>
        new(values.Append((CertificateParameters.Id, Id)).ToDictionary(value => value.Item1, value => value.Item2), subject);

    public static ProvisioningPlan Plan(string template, ProvisioningTemplateType type, params (string Name, string Value)[] values)
    {
        var (plan, faults) = Judgement.Accept(template, type).Evaluate(Input(null, values));
        Assert.Empty(faults);
        return Assert.IsType<ProvisioningPlan>(plan);
    }

    public static ProvisioningPlan Fleet(string template, params (string Name, string Value)[] values) =>
        Plan(template, ProvisioningTemplateType.FleetProvisioning, values);

    public static ImmutableArray<TemplateFault> Faults(string template, ProvisioningTemplateType type, ProvisioningInput input)
    {
        var (plan, faults) = Judgement.Accept(template, type).Evaluate(input);
        Assert.Null(plan);
        Assert.NotEmpty(faults);
        return faults;
    }

    /// <summary>Exactly one fault, there, with these words in it.</summary>
    public static void Fails(string template, string path, string word, params (string Name, string Value)[] values)
    {
        var fault = Assert.Single(Faults(template, ProvisioningTemplateType.FleetProvisioning, Input(null, values)));
        Assert.Equal(path, fault.Path);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }
}
