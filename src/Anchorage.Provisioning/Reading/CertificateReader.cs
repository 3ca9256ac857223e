namespace Anchorage.Provisioning.Reading;

/// <summary>Reads a resource of type AWS::IoT::Certificate.</summary>
internal sealed class CertificateReader(TemplateScope scope, ValueReader values)
{
    private const string Request = "CertificateSigningRequest";
    private const string Id = "CertificateId";
    private const string Pem = "CertificatePem";
    private const string CAPem = "CACertificatePem";

    private const string JitpForm = "{\"Ref\": \"" + CertificateParameters.Id + "\"}";

    private static readonly string[] Properties = [Id, Request, Pem, CAPem, "Status"];

    public CertificateResource? Read(JsonNode resource, JsonNode properties)
    {
        Members.Allow(properties, Properties, "the Properties of a certificate", scope.Faults);
        var source = scope.IsJitp ? ReadJitpSource(properties) : ReadSource(properties);
        var status = properties.Find("Status") is { } node ? ReadStatus(node) : null;
        var statusOverride = OverrideReader.OfCertificate(resource.Find("OverrideSettings"), scope.Faults);
        return source is null ? null : new CertificateResource(resource.Name, source, status, statusOverride);
    }

    private CertificateById? ReadJitpSource(JsonNode properties)
    {
        foreach (var name in (ReadOnlySpan<string>)[Request, Pem, CAPem])
        {
            if (properties.Find(name) is { } other)
            {
                scope.Faults.Add(other, $"{name} has no place in a just-in-time template: the device is there with its certificate. "
                    + $"Write \"{Id}\": {JitpForm} only.");
            }
        }

        if (properties.Find(Id) is not { } id)
        {
            scope.Faults.Add(properties, $"The certificate has no {Id}. A just-in-time template writes \"{Id}\": {JitpForm}.");
            return null;
        }

        // The form itself is demanded: anything else could name another certificate than the device's.
        if (id is { IsObject: true, Children: [{ Name: FunctionReader.Ref, IsString: true, Text: CertificateParameters.Id }] })
        {
            return new CertificateById(new RefValue(CertificateParameters.Id));
        }

        scope.Faults.Add(id, $"{Id} of a just-in-time template must be {JitpForm}: the certificate that the device connected with.");
        return null;
    }

    private CertificateSource? ReadSource(JsonNode properties)
    {
        var id = properties.Find(Id);
        var request = properties.Find(Request);
        var pem = properties.Find(Pem);
        var caPem = properties.Find(CAPem);
        var given = (id is null ? 0 : 1) + (request is null ? 0 : 1) + (pem is null ? 0 : 1);
        if (given != 1)
        {
            var found = given == 0 ? "none" : $"{given}";
            scope.Faults.Add(properties, $"The certificate has {found} of {Request}, {Id} and {Pem}; it needs exactly one.");
        }

        if (caPem is not null && pem is null)
        {
            scope.Faults.Add(caPem, $"{CAPem} is there without {Pem}. It is the CA of that certificate: add {Pem}, or take it out.");
        }

        var idValue = Optional(id);
        var requestValue = Optional(request);
        var pemValue = Optional(pem);
        var caPemValue = Optional(caPem);
        return idValue is not null ? new CertificateById(idValue)
            : requestValue is not null ? new RequestedCertificate(requestValue)
            : pemValue is not null ? new GivenCertificate(pemValue, caPemValue)
            : null;
    }

    private TemplateValue? Optional(JsonNode? node)
    {
        if (node is { IsString: true, Text: "" })
        {
            scope.Faults.Add(node, $"{node.Name} is empty. {JsonMistake.Unset}");
            return null;
        }

        return node is null ? null : values.Read(node);
    }

    private TemplateValue? ReadStatus(JsonNode node)
    {
        var status = values.Read(node);
        if (status is not LiteralValue literal)
        {
            return status;
        }

        // Templates that AWS itself ships write "Active".
        var upper = literal.Text.ToUpperInvariant();
        if (upper is "ACTIVE" or "INACTIVE")
        {
            return new LiteralValue(upper);
        }

        scope.Faults.Add(node, $"Status is {Shown.Quoted(literal.Text)}; a template sets ACTIVE or INACTIVE.");
        return null;
    }
}
