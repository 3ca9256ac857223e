using System.Security.Cryptography;
using Anchorage.Policy;
using Anchorage.X509;
using BenchmarkDotNet.Attributes;

namespace Anchorage.Bench;

/// <summary>A decision over as many policies as a certificate may have, beside one verification of a signature.</summary>
public class Deciding
{
    private const string Arn = "arn:aws:iot:us-east-1:123456789012:";
    private const string Topic = Arn + "topic/plant-9/lamp-7/state/9";

    private readonly NamedPolicy[] _policies = [.. Enumerable.Range(0, 10).Select(PolicyOf)];
    private readonly PolicyContext _context = new PolicyContext()
        .Set(ContextNames.ClientId, "lamp-7").Set(ContextNames.ThingName, "lamp-7").Set(ContextNames.IsAttached, "true")
        .Set(ContextNames.SourceIp, "192.0.2.7").Set(ContextNames.SubjectOf("CommonName"), "lamp-7");

    private readonly ECDsa _key = ECDsa.Create();
    private byte[] _hash = [];
    private byte[] _signature = [];

    [GlobalSetup]
    public void SetUp()
    {
        using var ca = CertificatePem.Read(SampleCertificates.CA, "CA certificate").Value!;
        _key.ImportSubjectPublicKeyInfo(ca.PublicKey.Der.Span, out _);
        _hash = SHA256.HashData(ca.SignedDer.Span);
        _signature = ca.Signature.ToArray();
    }

    [Benchmark]
    public bool VerifyOnce() => Held(_key.VerifyHash(_hash, _signature, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>The last statement of the last policy allows it, so that each of the hundred is looked at.</summary>
    [Benchmark]
    public bool Decide() => Held(PolicyDecision.Of(_policies, PolicyAction.Publish, Topic, _context).IsAllowed);

    /// <summary>Nothing allows it and nothing denies it.</summary>
    [Benchmark]
    public bool DecideImplicitDeny() => Held(!PolicyDecision.Of(_policies, PolicyAction.Publish, Arn + "topic/plant-9/lamp-8/state/9", _context).IsAllowed);

    [GlobalCleanup]
    public void CleanUp() => _key.Dispose();

    // Ten statements that speak of publishing: with variables, wildcards in the middle, conditions and a deny.
    private static NamedPolicy PolicyOf(int number)
    {
        var statements = Enumerable.Range(0, 10).Select(index => index switch
        {
            0 => $$"""{"Effect":"Deny","Action":"iot:*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"} } }""",
            1 => $$"""{"Effect":"Deny","Action":"iot:Publish","Resource":"{{Arn}}topic/*/secret/*"}""",
            2 => $$"""{"Effect":"Allow","Action":"iot:Publish","Resource":"{{Arn}}topic/plant-{{number}}/${iot:Certificate.Subject.CommonName}/alarm"}""",
            _ => $$"""{"Effect":"Allow","Action":["iot:Publish","iot:Receive"],"Resource":"{{Arn}}topic/plant-{{number}}/${iot:Connection.Thing.ThingName}/*/{{index}}","Condition":{"Bool":{"iot:Connection.Thing.IsAttached":"true"} } }""",
        });
        var (document, faults) = PolicyDocument.Read($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", PolicyLanguage.Iot);
        return new NamedPolicy($"policy-{number}", document ?? throw new InvalidOperationException(string.Join(' ', faults)));
    }

    // A judgement other than the one wanted has not done the work that is measured.
    private static bool Held(bool result) => result ? result : throw new InvalidOperationException("What is measured was judged otherwise.");
}
