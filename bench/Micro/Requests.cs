using System.Security.Cryptography;
using System.Text;
using Anchorage.Provisioning;
using Anchorage.SigV4;
using BenchmarkDotNet.Attributes;

namespace Anchorage.Bench;

/// <summary>What else a registration takes: its signature, and a provisioning template.</summary>
public class Requests
{
    private const string Template = """
        {
          "Parameters": {
            "AWS::IoT::Certificate::CommonName": { "Type": "String" },
            "AWS::IoT::Certificate::Country": { "Type": "String" },
            "AWS::IoT::Certificate::Id": { "Type": "String" }
          },
          "Resources": {
            "thing": {
              "Type": "AWS::IoT::Thing",
              "Properties": {
                "ThingName": { "Ref": "AWS::IoT::Certificate::CommonName" },
                "AttributePayload": { "version": "v1", "country": { "Ref": "AWS::IoT::Certificate::Country" } }
              }
            },
            "certificate": {
              "Type": "AWS::IoT::Certificate",
              "Properties": { "CertificateId": { "Ref": "AWS::IoT::Certificate::Id" }, "Status": "ACTIVE" }
            },
            "policy": { "Type": "AWS::IoT::Policy", "Properties": { "PolicyName": "fleet" } }
          }
        }
        """;

    private static readonly DateTimeOffset Now = SampleCertificates.Now;

    private readonly Credentials _credentials = new("BENCHACCESSKEY000001", Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)));
    private readonly SigningKeyCache _cache = new();
    private readonly byte[] _body = Encoding.UTF8.GetBytes($$"""{"caCertificate":"{{SampleCertificates.CA.ReplaceLineEndings("\\n")}}"}""");
    private SignedRequest _request = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", "127.0.0.1:8080"), new("Content-Type", "application/json") };
        var request = new SignedRequest("POST", "/cacertificate", "setAsActive=true&allowAutoRegistration=true", headers);
        headers.AddRange(RequestSigner.Sign(request, SHA256.HashData(_body), _credentials, "us-east-1", "iot", Now));
        _request = request;
    }

    [Benchmark]
    public bool VerifySignatureVersion4()
    {
        var (signature, fault) = RequestSignature.Read(_request);
        fault ??= signature!.Verify(_request, SHA256.HashData(_body), _credentials.SecretAccessKey, Now, _cache);
        return fault is null ? true : throw new InvalidOperationException(fault.Message);
    }

    [Benchmark]
    public bool JudgeTemplate()
    {
        var (template, faults) = ProvisioningTemplate.Read(Template, ProvisioningTemplateType.Jitp);
        return template is not null ? true : throw new InvalidOperationException(faults[0].ToString());
    }
}
