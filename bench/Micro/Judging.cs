using System.Collections.Immutable;
using System.Security.Cryptography;
using Anchorage.X509;
using BenchmarkDotNet.Attributes;

namespace Anchorage.Bench;

/// <summary>Judging a registration over P-256, beside the cryptography that it cannot do without.</summary>
public class Judging
{
    private readonly Certificate _ca = CertificatePem.Read(SampleCertificates.CA, "CA certificate").Value!;
    private readonly Certificate _proof = CertificatePem.Read(SampleCertificates.Proof, "verification certificate").Value!;
    private byte[] _key = [];
    private byte[] _caHash = [];
    private byte[] _caSignature = [];
    private byte[] _proofHash = [];
    private byte[] _proofSignature = [];

    [GlobalSetup]
    public void SetUp()
    {
        _key = _ca.PublicKey.Der.ToArray();
        _caHash = SHA256.HashData(_ca.SignedDer.Span);
        _caSignature = _ca.Signature.ToArray();
        _proofHash = SHA256.HashData(_proof.SignedDer.Span);
        _proofSignature = _proof.Signature.ToArray();
    }

    [Benchmark]
    public bool ImportAndVerifyTwice()
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_key, out _);
        return Held(key.VerifyHash(_caHash, _caSignature, DSASignatureFormat.Rfc3279DerSequence)
            && key.VerifyHash(_proofHash, _proofSignature, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <summary>The CA is read anew, since a certificate keeps the key that it imported; reading is a fiftieth of this.</summary>
    [Benchmark]
    public bool JudgeRegistration()
    {
        using var ca = Certificate.Read(_ca.Der, "CA certificate").Value!;
        return Held(Judge(ca, _proof));
    }

    [Benchmark]
    public bool ReadAndJudgeRegistration()
    {
        using var ca = CertificatePem.Read(SampleCertificates.CA, "CA certificate").Value!;
        using var proof = CertificatePem.Read(SampleCertificates.Proof, "verification certificate").Value!;
        return Held(Judge(ca, proof));
    }

    [Benchmark]
    public bool JudgeCACertificate()
    {
        using var ca = Certificate.Read(_ca.Der, "CA certificate").Value!;
        return Held(CACertificateRules.Judge(ca, SampleCertificates.Now).IsEmpty);
    }

    [Benchmark]
    public bool JudgeVerificationCertificate() =>
        Held(VerificationCertificateRules.Judge(_proof, _ca, SampleCertificates.Code, SampleCertificates.Now).IsEmpty);

    [GlobalCleanup]
    public void CleanUp()
    {
        _ca.Dispose();
        _proof.Dispose();
    }

    private static bool Judge(Certificate ca, Certificate proof)
    {
        ImmutableArray<Fault> faults = [.. CACertificateRules.Judge(ca, SampleCertificates.Now), .. VerificationCertificateRules.Judge(proof, ca, SampleCertificates.Code, SampleCertificates.Now)];
        return faults.IsEmpty;
    }

    // A judgement that refuses has not done the work that is measured.
    private static bool Held(bool result) => result ? result : throw new InvalidOperationException("What is measured was refused.");
}
