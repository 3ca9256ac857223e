using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Both sides of each rule for a device certificate.</summary>
public sealed class DeviceCertificateTests : IDisposable
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string AnyPurpose = "2.5.29.37.0";

    private static readonly Signer DeviceKey = Signer.Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);

    // As openssl x509 -req makes it: version 1, no extensions.
    private static readonly CertificateDraft Draft = new() { Version = null, Extensions = null, Subject = Der.Name("device-1"), PublicKey = DeviceKey.PublicKey };

    private static readonly CertificateDraft Version3 = Draft with { Version = Der.Explicit(0, Der.Integer(2)) };

    private readonly Certificate ca = new CertificateDraft().Read(Signer.P256);

    public void Dispose() => ca.Dispose();

    [Fact]
    public void A_version_1_device_is_accepted() => Assert.Empty(Judge(Draft));

    [Fact]
    public void A_device_of_an_RSA_CA_is_accepted()
    {
        using var rsa = new CertificateDraft().Read(Signer.Rsa2048);
        Assert.Empty(Judge(Draft.Read(Signer.Rsa2048), rsa));
    }

    [Fact]
    public void The_CA_itself_is_no_device() => Reads.AssertOnly("device_is_not_the_ca", Judge(ca, ca));

    [Fact]
    public void A_device_is_accepted_within_its_validity_only()
    {
        Reads.AssertOnly("device_within_validity", Judge(Draft with { NotAfter = Der.UtcTime("260101000000Z") }));
        Reads.AssertOnly("device_within_validity", Judge(Draft with { NotBefore = Der.UtcTime("270101000000Z") }));
    }

    [Fact]
    public void Keys_are_of_the_kinds_that_CAs_may_have()
    {
        Assert.Empty(Judge(Draft with { PublicKey = Signer.Rsa2048.PublicKey }));
        Reads.AssertOnly("device_key_kind", Judge(Draft with { PublicKey = Der.Sequence(Der.Algorithm("1.3.101.112"), Der.BitString(new byte[32])) }));
        Reads.AssertOnly("device_rsa_modulus_size", Judge(Draft with { PublicKey = Der.RsaKey((BigInteger.One << 1024) - 1, 65537) }));
        Reads.AssertOnly("device_rsa_exponent", Judge(Draft with { PublicKey = Der.RsaKey((BigInteger.One << 2048) - 1, 3) }));
        Reads.AssertOnly("device_key_importable", Judge(Draft with { PublicKey = Der.EcKey("1.2.840.10045.3.1.7", [4, .. new byte[63], 1]) }));
    }

    [Theory]
    [InlineData("SHA1", "sha1WithRSAEncryption")]
    [InlineData("MD5", "md5WithRSAEncryption")]
    public void Hashes_that_can_be_forged_are_refused(string hash, string name)
    {
        using var rsa = new CertificateDraft().Read(Signer.Rsa2048);
        var fault = Reads.AssertOnly("device_signature_algorithm", Judge(Draft.Read(Signer.Rsa(Signer.RsaKey, new HashAlgorithmName(hash))), rsa));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_keyUsage_has_digitalSignature_or_is_absent()
    {
        Assert.Empty(Judge(Version3 with { Extensions = [CertificateDraft.KeyUsage(KeyUsages.DigitalSignature | KeyUsages.KeyEncipherment)] }));
        Reads.AssertOnly("device_key_usage", Judge(Version3 with { Extensions = [CertificateDraft.KeyUsage(KeyUsages.KeyEncipherment)] }));
    }

    [Theory]
    [InlineData(true, ClientAuth)]
    [InlineData(true, ServerAuth, ClientAuth)]
    [InlineData(true, AnyPurpose)]
    [InlineData(false, ServerAuth)]
    public void An_extKeyUsage_has_clientAuth_or_is_absent(bool accepted, params string[] purposes)
    {
        var faults = Judge(Version3 with { Extensions = [Der.Extension("2.5.29.37", false, Der.Sequence([.. purposes.Select(Der.Oid)]))] });
        Assert.Equal(accepted ? [] : ["device_extended_key_usage"], faults.Select(fault => fault.Rule));
    }

    [Fact]
    public void A_device_of_another_CA_is_refused_by_name_or_by_signature()
    {
        var named = Reads.AssertOnly("device_issuer", Judge(Draft with { Issuer = Der.Name("Other CA") }));
        Assert.Contains("\"CN=Other CA\"", named.Message, StringComparison.Ordinal);
        Reads.AssertOnly("device_signature", Judge(Draft.Read(Signer.OtherP256), ca));
        Reads.AssertOnly("device_signature", Judge(Draft.Read(Signer.Rsa2048), ca));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Intermediates_lead_to_the_CA_in_any_order(int count)
    {
        var (device, intermediates) = Below(count);
        Assert.Empty(Judge(device, ca, intermediates));
        Assert.Empty(Judge(device, ca, [.. intermediates.Reverse()]));
        Reads.AssertOnly("device_issuer", Judge(device, ca, intermediates[1..]));
        Reads.AssertOnly("device_issuer", Judge(device, ca, intermediates[..^1]));
    }

    [Fact]
    public void Intermediates_of_the_same_name_are_told_apart_by_their_signatures()
    {
        var (device, intermediates) = Below(2);
        var impostor = Intermediate("I1", "Test CA", DeviceKey, Signer.OtherP256);
        Assert.Empty(Judge(device, ca, [impostor, .. intermediates]));
        Reads.AssertOnly("device_signature", Judge(device, ca, [impostor, intermediates[1]]));
    }

    [Fact]
    public void Intermediates_that_go_in_a_circle_end_the_search()
    {
        var one = Intermediate("One", "Two", DeviceKey, Signer.OtherP256);
        var two = Intermediate("Two", "One", Signer.OtherP256, DeviceKey);
        var device = (Draft with { Issuer = Der.Name("One") }).Read(DeviceKey);
        Assert.NotEmpty(Judge(device, ca, [one, two]));
    }

    [Fact]
    public void More_than_four_intermediates_are_not_looked_at()
    {
        var (device, intermediates) = Below(5);
        Reads.AssertOnly("device_intermediate_count", Judge(device, ca, intermediates));
    }

    [Fact]
    public void An_intermediate_that_is_no_CA_or_has_expired_is_refused()
    {
        var device = (Draft with { Issuer = Der.Name("I1") }).Read(DeviceKey);
        var draft = new CertificateDraft { Subject = Der.Name("I1"), PublicKey = DeviceKey.PublicKey };
        Assert.Empty(Judge(device, ca, [draft.Read(Signer.P256)]));
        foreach (var wrong in (CertificateDraft[])[draft with { Extensions = null }, draft.With(CertificateDraft.KeyUsage(KeyUsages.CrlSign)), draft with { NotAfter = Der.UtcTime("260101000000Z") }])
        {
            var fault = Reads.AssertOnly("device_issuers_are_cas", Judge(device, ca, [wrong.Read(Signer.P256)]));
            Assert.Contains("\"CN=I1\"", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    public void The_CAs_pathLenConstraint_bounds_the_intermediates(int pathLength, int count, bool accepted)
    {
        using var bounded = (new CertificateDraft { Extensions = [Der.Extension("2.5.29.19", true, Der.Sequence(Der.True, Der.Integer(pathLength)))] }).Read(Signer.P256);
        var (device, intermediates) = Below(count);
        Assert.Equal(accepted ? [] : ["device_issuers_are_cas"], Judge(device, bounded, intermediates).Select(fault => fault.Rule));
    }

    /// <summary>A device below so many intermediates; the nearest to the CA is I1.</summary>
    private static (Certificate Device, Certificate[] Intermediates) Below(int count)
    {
        var keys = Enumerable.Range(0, count).Select(_ => Signer.Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256)).ToArray();
        var intermediates = keys.Select((key, index) => Intermediate($"I{index + 1}", index == 0 ? "Test CA" : $"I{index}", key, index == 0 ? Signer.P256 : keys[index - 1])).ToArray();
        var device = (count == 0 ? Draft : Draft with { Issuer = Der.Name($"I{count}") }).Read(count == 0 ? Signer.P256 : keys[^1]);
        return (device, intermediates);
    }

    private static Certificate Intermediate(string subject, string issuer, Signer key, Signer by) =>
        new CertificateDraft { Subject = Der.Name(subject), Issuer = Der.Name(issuer), PublicKey = key.PublicKey }.Read(by);

    private Fault[] Judge(CertificateDraft draft) => Judge(draft.Read(Signer.P256), ca);

    private static Fault[] Judge(Certificate device, Certificate ca, params Certificate[] intermediates)
    {
        var faults = DeviceCertificateRules.Judge(device, ca, [.. intermediates], Reads.Now).ToArray();
        Assert.All(faults, fault => Assert.Contains(DeviceCertificateRules.All, rule => rule.Name == fault.Rule && rule.Citation == fault.Citation));
        return faults;
    }
}
