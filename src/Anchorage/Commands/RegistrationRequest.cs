using System.Text;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Provisioning;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>What <c>ca register</c> asks the service for.</summary>
internal sealed record RegistrationRequest(
    Certificate CA, bool IsSniOnly, bool IsActive, bool AllowAutoRegistration, IReadOnlyList<string> Tags, string? RoleArn, string? TemplateName)
{
    private const int MostTemplateBytes = 1 << 20;

    private string? _templateBody;

    public string Status => IsActive ? "ACTIVE" : "INACTIVE";

    public string AutoRegistrationStatus => AllowAutoRegistration ? "ENABLE" : "DISABLE";

    public string Mode => IsSniOnly ? "SNI_ONLY" : "DEFAULT";

    /// <summary>Takes the template in, or says why the service would not.</summary>
    public Failure? FindTemplateFailure(string path)
    {
        var file = Visible.Text(path);
        try
        {
            if (new FileInfo(path).Length > MostTemplateBytes)
            {
                return Failure.Unreachable($"{file} has more than {MostTemplateBytes} bytes; a provisioning template is wanted.");
            }

            _templateBody = File.ReadAllText(path);
        }
        catch (Exception exception) when (FileFailure.Explains(exception))
        {
            return FileFailure.Reading(path, exception);
        }

        var (_, faults) = ProvisioningTemplate.Read(_templateBody, ProvisioningTemplateType.Jitp);
        if (faults.IsEmpty)
        {
            return null;
        }

        var message = new StringBuilder($"nothing was sent: {file} is no provisioning template that can be used:");
        foreach (var fault in faults)
        {
            message.Append($"\n  {Visible.Text(fault.Path)}\n    {Visible.Text(fault.Message)}");
        }

        return Failure.Refused(message.ToString());
    }

    public Task<Outcome<JsonObject>> SendAsync(IotClient client, string? proof, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["caCertificate"] = CertificatePem.Write(CA.Der.Span), ["certificateMode"] = Mode };
        if (proof is not null)
        {
            body["verificationCertificate"] = proof;
        }

        if (_templateBody is not null)
        {
            body["registrationConfig"] = new JsonObject { ["templateBody"] = _templateBody, ["roleArn"] = RoleArn };
        }
        else if (TemplateName is not null)
        {
            body["registrationConfig"] = new JsonObject { ["templateName"] = TemplateName };
        }

        if (Tags.Count > 0)
        {
            body["tags"] = new JsonArray([.. Tags.Select(tag => tag.Split('=', 2)).Select(tag => new JsonObject { ["Key"] = tag[0], ["Value"] = tag[1] })]);
        }

        var switches = $"setAsActive={(IsActive ? "true" : "false")}&allowAutoRegistration={(AllowAutoRegistration ? "true" : "false")}";
        return client.SendAsync(HttpMethod.Post, $"/cacertificate?{switches}", body, cancellationToken);
    }
}
