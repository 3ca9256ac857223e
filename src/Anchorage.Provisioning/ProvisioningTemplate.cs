using System.Collections.Frozen;
using System.Collections.Immutable;
using Anchorage.Provisioning.Evaluation;
using Anchorage.Provisioning.Reading;

namespace Anchorage.Provisioning;

/// <summary>A provisioning template that was read and found in order.</summary>
/// <remarks>AWS IoT developer guide, "Provisioning templates" and "Just-in-time provisioning". Everything that can be known without the
/// values of the parameters has been checked; what remains is for the evaluation.</remarks>
public sealed class ProvisioningTemplate
{
    /// <summary>The longest template, in UTF-16 code units (templateBody in AWS's service model).</summary>
    public const int MaxCharacters = 10_240;

    /// <summary>The deepest nesting of objects and lists, in the template and in a policy document that is a string.</summary>
    public const int MaxDepth = 32;

    /// <summary>The deepest nesting of functions in functions.</summary>
    public const int MaxFunctionDepth = 8;

    /// <summary>The most policies: AWS attaches no more to one certificate.</summary>
    public const int MaxPolicies = 10;

    /// <summary>The most attributes of a thing, which it can have when it has a type.</summary>
    public const int MaxAttributes = 50;

    /// <summary>The most faults that are told apart; a last one then counts the rest.</summary>
    public const int MaxFaults = 20;

    internal ProvisioningTemplate()
    {
    }

    /// <summary>What it was read as.</summary>
    public required ProvisioningTemplateType Type { get; init; }

    /// <summary>The declared parameters by name.</summary>
    public required FrozenDictionary<string, TemplateParameter> Parameters { get; init; }

    /// <summary>The mappings by name.</summary>
    public required FrozenDictionary<string, TemplateMapping> Mappings { get; init; }

    /// <summary>The one certificate.</summary>
    public required CertificateResource Certificate { get; init; }

    /// <summary>The thing; null when the template makes none.</summary>
    public required ThingResource? Thing { get; init; }

    /// <summary>The policies in document order, at most <see cref="MaxPolicies"/>; may be empty.</summary>
    public required ImmutableArray<PolicyResource> Policies { get; init; }

    /// <summary>What a fleet-provisioned device is answered, in document order; empty for just-in-time provisioning.</summary>
    public required ImmutableArray<KeyValuePair<string, TemplateValue>> DeviceConfiguration { get; init; }

    /// <summary>Reads a template and judges it for a type.</summary>
    /// <param name="text">The template body: JSON, at most <see cref="MaxCharacters"/>. No text makes this throw.</param>
    /// <param name="type">What the template is to be used for.</param>
    /// <returns>All faults together, in document order; Template is null when there are any.</returns>
    public static (ProvisioningTemplate? Template, ImmutableArray<TemplateFault> Faults) Read(string text, ProvisioningTemplateType type)
    {
        var faults = new FaultList();
        var template = TemplateReader.Read(text, type, faults);
        return (faults.IsEmpty ? template : null, faults.ToImmutable());
    }

    /// <summary>Evaluates the template for one device.</summary>
    /// <param name="input">The values of its parameters. No value makes this throw, take long or grow large.</param>
    /// <returns>The plan, or all faults in the order of certificate, thing, policies and configuration; Plan is null when there are any.</returns>
    public (ProvisioningPlan? Plan, ImmutableArray<TemplateFault> Faults) Evaluate(ProvisioningInput input) =>
        new TemplateEvaluation(this, input).Run();
}
