using System.Collections.Immutable;
using Anchorage.Provisioning.Reading;

namespace Anchorage.Provisioning.Evaluation;

/// <summary>One evaluation of a template: goes through its resources and gathers what comes of them, or all that is wrong.</summary>
internal sealed class TemplateEvaluation(ProvisioningTemplate template, ProvisioningInput input)
{
    private readonly ImmutableArray<TemplateFault>.Builder _faults = ImmutableArray.CreateBuilder<TemplateFault>();
    private readonly Work _work = new();

    public (ProvisioningPlan? Plan, ImmutableArray<TemplateFault> Faults) Run()
    {
        var resources = Place.Root.Member("Resources");
        var certificate = Certificate(template.Certificate, PropertiesOf(resources, template.Certificate.LogicalName));
        var thing = template.Thing is { } planned ? Thing(planned, PropertiesOf(resources, planned.LogicalName)) : null;
        var policies = ImmutableArray.CreateBuilder<PlannedPolicy>(template.Policies.Length);
        foreach (var policy in template.Policies)
        {
            if (Policy(policy, PropertiesOf(resources, policy.LogicalName)) is { } one)
            {
                policies.Add(one);
            }
        }

        var configuration = Pairs(template.DeviceConfiguration, Place.Root.Member("DeviceConfiguration"), null);
        return _faults.Count == 0
            ? (new ProvisioningPlan(certificate!, thing, policies.ToImmutable(), configuration), [])
            : (null, _faults.ToImmutable());
    }

    private static Place PropertiesOf(Place resources, string logicalName) => resources.Member(logicalName).Member("Properties");

    private PlannedCertificate? Certificate(CertificateResource resource, Place properties)
    {
        var status = resource.Status is null ? "ACTIVE" : Text(resource.Status, properties.Member("Status"))?.ToUpperInvariant();
        if (status is not (null or "ACTIVE" or "INACTIVE"))
        {
            Add(properties.Member("Status"), $"Status is {Shown.Quoted(status)}; a template sets ACTIVE or INACTIVE.");
        }

        string? id = null, request = null, pem = null, caPem = null;
        switch (resource.Source)
        {
            case CertificateById registered:
                id = CertificateId(registered.CertificateId, properties.Member("CertificateId"));
                break;
            case RequestedCertificate requested:
                request = NotEmpty(requested.CertificateSigningRequest, properties.Member("CertificateSigningRequest"));
                break;
            case GivenCertificate given:
                pem = NotEmpty(given.CertificatePem, properties.Member("CertificatePem"));
                caPem = given.CACertificatePem is { } ca ? NotEmpty(ca, properties.Member("CACertificatePem")) : null;
                break;
        }

        return status is null || (id ?? request ?? pem) is null ? null
            : new PlannedCertificate(resource.LogicalName, id, request, pem, caPem, status, resource.StatusOverride);
    }

    private string? CertificateId(TemplateValue value, Place place)
    {
        if (Text(value, place) is not { } id)
        {
            return null;
        }

        if (id.Length == 64 && id.All(char.IsAsciiHexDigit))
        {
            return id.ToLowerInvariant();
        }

        Add(place, $"CertificateId is {Shown.Quoted(id)}; wanted the 64 hexadecimal digits of a certificate that is registered.");
        return null;
    }

    private PlannedThing? Thing(ThingResource resource, Place properties)
    {
        var name = Text(resource.ThingName, properties.Member("ThingName"), AwsName.Thing);
        var attributes = Pairs(resource.Attributes, properties.Member("AttributePayload"), AwsName.AttributeValue);
        var type = Optional(resource.ThingTypeName, properties.Member("ThingTypeName"), AwsName.ThingType);
        var groups = resource.ThingGroups is { } list ? Groups(list, properties.Member("ThingGroups")) : [];
        var billing = Optional(resource.BillingGroup, properties.Member("BillingGroup"), AwsName.BillingGroup);
        return name is null ? null : new PlannedThing(resource.LogicalName, name, attributes, type, groups, billing, resource.Overrides);
    }

    private ImmutableArray<string> Groups(TemplateList list, Place place)
    {
        var groups = ImmutableArray.CreateBuilder<string>();
        var values = new ValueEvaluation(template, input, _work, fromDevice: null);
        if (values.List(list, place, groups.Add) is { } fault)
        {
            Add(fault);
            return [];
        }

        foreach (var group in groups)
        {
            // One bad part of a split may mean a thousand; the first says what is wrong.
            if (AwsName.ThingGroup.FaultIn(group) is { } bad)
            {
                Add(place, bad);
                return [];
            }
        }

        return groups.ToImmutable();
    }

    private PlannedPolicy? Policy(PolicyResource resource, Place properties)
    {
        if (resource.PolicyDocument is not { } document)
        {
            return Text(resource.PolicyName!, properties.Member("PolicyName"), AwsName.Policy) is { } name
                ? new PlannedPolicy(resource.LogicalName, name, null)
                : null;
        }

        var (text, fault) = new PolicyWriting(template, input, _work).Write(document, properties.Member("PolicyDocument"));
        if (fault is not null)
        {
            Add(fault);
            return null;
        }

        return new PlannedPolicy(resource.LogicalName, PolicyWriting.NameOf(text!), text);
    }

    private ImmutableArray<KeyValuePair<string, string>> Pairs(ImmutableArray<KeyValuePair<string, TemplateValue>> values, Place place, AwsName? allowed)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(values.Length);
        foreach (var (name, value) in values)
        {
            if (Text(value, place.Member(name), allowed) is { } text)
            {
                pairs.Add(new(name, text));
            }
        }

        return pairs.ToImmutable();
    }

    private string? Optional(TemplateValue? value, Place place, AwsName allowed) => value is null ? null : Text(value, place, allowed);

    private string? NotEmpty(TemplateValue value, Place place)
    {
        if (Text(value, place) is { Length: > 0 } text)
        {
            return text;
        }

        if (_faults.Count == 0)
        {
            Add(place, "The value is empty. Give the parameter that it comes from.");
        }

        return null;
    }

    private string? Text(TemplateValue value, Place place, AwsName? allowed = null)
    {
        var (text, fault) = new ValueEvaluation(template, input, _work, fromDevice: null).Text(value, place);
        if (fault is not null)
        {
            Add(fault);
            return null;
        }

        if (allowed?.FaultIn(text!) is not { } bad)
        {
            return text;
        }

        Add(place, bad);
        return null;
    }

    private void Add(Place place, string message) => Add(new TemplateFault(place.ToString(), message + ValueEvaluation.SubjectOf(input)));

    private void Add(TemplateFault fault)
    {
        // A template has few resources; only a long DeviceConfiguration could fail more often, and the first ones say why.
        if (_faults.Count < ProvisioningTemplate.MaxFaults)
        {
            _faults.Add(fault);
        }
    }
}
