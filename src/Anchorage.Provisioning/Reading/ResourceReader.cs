using System.Collections.Immutable;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads Resources: exactly one certificate, at most one thing, some policies.</summary>
internal sealed class ResourceReader(TemplateScope scope)
{
    private const string ThingType = "AWS::IoT::Thing";
    private const string CertificateType = "AWS::IoT::Certificate";
    private const string PolicyType = "AWS::IoT::Policy";

    private static readonly string[] Types = [ThingType, CertificateType, PolicyType];
    private static readonly string[] ResourceMembers = ["Type", "Properties", "OverrideSettings"];

    private readonly ValueReader _values = new(scope);
    private readonly ImmutableArray<PolicyResource>.Builder _policies = ImmutableArray.CreateBuilder<PolicyResource>();
    private int _things;
    private int _certificates;
    private int _policiesSeen;
    private bool _unclear;

    public CertificateResource? Certificate { get; private set; }

    public ThingResource? Thing { get; private set; }

    public ImmutableArray<PolicyResource> Policies => _policies.ToImmutable();

    public void Read(JsonNode resources)
    {
        foreach (var resource in resources.Children)
        {
            ReadResource(resource);
        }

        // While a type is not clear, it may be the one that is missing.
        if (_certificates == 0 && !_unclear)
        {
            scope.Faults.Add(resources, $"There is no resource of type {CertificateType}; a template has exactly one.");
        }
    }

    private void ReadResource(JsonNode resource)
    {
        if (!Members.IsObject(resource, "A resource", "{\"Type\": ..., \"Properties\": {...}}", scope.Faults))
        {
            _unclear = true;
            return;
        }

        Members.Allow(resource, ResourceMembers, "a resource", scope.Faults);
        var type = TypeOf(resource);
        _unclear |= type is null;
        if (resource.Find("Properties") is not { } properties)
        {
            scope.Faults.Add(resource, "The resource has no Properties. Give them as an object.");
            properties = null;
        }
        else if (!Members.IsObject(properties, "Properties", "{\"Name\": \"value\"}", scope.Faults))
        {
            properties = null;
        }

        ReadAs(type, resource, properties);
    }

    private void ReadAs(string? type, JsonNode resource, JsonNode? properties)
    {
        switch (type)
        {
            case CertificateType:
                RefuseMore(resource, ++_certificates, 1, "certificate", "exactly one");
                Certificate = properties is null ? null : new CertificateReader(scope, _values).Read(resource, properties);
                break;
            case ThingType:
                RefuseMore(resource, ++_things, 1, "thing", "at most one");
                Thing = properties is null ? null : new ThingReader(scope, _values).Read(resource, properties);
                break;
            case PolicyType:
                const int Most = ProvisioningTemplate.MaxPolicies;
                RefuseMore(resource, ++_policiesSeen, Most, "policy", $"at most {Most}");
                if (properties is not null && new PolicyReader(scope, _values).Read(resource, properties) is { } policy)
                {
                    _policies.Add(policy);
                }

                break;
        }
    }

    private void RefuseMore(JsonNode resource, int count, int most, string what, string wanted)
    {
        if (count > most)
        {
            scope.Faults.Add(resource, $"This is {what} resource number {count}; a template has {wanted}. Take the others out.");
        }
    }

    private string? TypeOf(JsonNode resource)
    {
        if (resource.Find("Type") is not { } type)
        {
            scope.Faults.Add(resource, $"The resource has no Type. There are {Shown.List(Types)}.");
            return null;
        }

        if (type.IsString && Types.Contains(type.Text))
        {
            return type.Text;
        }

        scope.Faults.Add(type, $"The Type of a resource is {type.Said}.{NearMiss.Hint(type.Text, Types)} There are {Shown.List(Types)}.");
        return null;
    }
}
