namespace Anchorage.Provisioning.Reading;

/// <summary>What expressions may refer to, and where faults go.</summary>
/// <param name="Type">What the template is read as.</param>
/// <param name="Parameters">The declared parameters; those whose declaration is faulty too, so that a mistake is told once.</param>
/// <param name="Mappings">The mappings, in so far as they are in order.</param>
/// <param name="ResourceNames">The logical names of all resources.</param>
/// <param name="Faults">Takes what is wrong.</param>
internal sealed record TemplateScope(
    ProvisioningTemplateType Type,
    Dictionary<string, TemplateParameter> Parameters,
    Dictionary<string, TemplateMapping> Mappings,
    HashSet<string> ResourceNames,
    FaultList Faults)
{
    public bool IsJitp => Type is ProvisioningTemplateType.Jitp;

    /// <summary>The reference to a parameter; null, with a fault that begins with AWS's text, when nothing can ever fill it.</summary>
    public RefValue? Resolve(JsonNode at, string name)
    {
        if (Parameters.ContainsKey(name) || CertificateParameters.Contains(name))
        {
            return new RefValue(name);
        }

        var shown = Shown.Quoted(name)[1..^1];
        Faults.Add(at, $"Invalid registration template. Cannot resolve reference value: {{Ref={shown}}}. {WhyUnresolved(name)}");
        return null;
    }

    private string WhyUnresolved(string name)
    {
        if (name.Length == 0)
        {
            return $"The name is empty. {JsonMistake.Unset}";
        }

        if (name.StartsWith(CertificateParameters.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            var known = CertificateParameters.All.AsSpan();
            return $"AWS IoT fills in only {Shown.List(known)}.{NearMiss.Hint(name, known)}";
        }

        if (name.StartsWith("AWS::", StringComparison.Ordinal))
        {
            return "Pseudo parameters of CloudFormation do not exist here: write the region or account number itself.";
        }

        if (name.StartsWith("iot:", StringComparison.Ordinal) || name.StartsWith("aws:", StringComparison.Ordinal))
        {
            return $"To keep a policy variable for the policy, write ${{!{Shown.Quoted(name)[1..^1]}}}.";
        }

        return ResourceNames.Contains(name)
            ? "That is a resource; a reference names a parameter."
            : $"Declare it under Parameters.{NearMiss.Hint(name, Parameters.Keys.ToArray())}";
    }
}
