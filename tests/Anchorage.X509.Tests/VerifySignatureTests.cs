namespace Anchorage.X509.Tests;

/// <summary>One certificate's key, imported once, checks signatures.</summary>
public sealed class VerifySignatureTests
{
    private static readonly CertificateDraft Draft = new();
    private static readonly CertificateDraft Issued = Draft with { Subject = Der.Name("Device"), PublicKey = Signer.OtherP256.PublicKey };

    [Fact]
    public void Many_threads_may_check_with_one_certificate()
    {
        using var ca = Draft.Read(Signer.P256);
        using var issued = Issued.Read(Signer.P256);
        using var foreign = Issued.Read(Signer.OtherP256);
        Parallel.For(0, 200, _ =>
        {
            Assert.Equal(SignatureVerdict.Valid, ca.VerifySignatureOf(issued));
            Assert.Equal(SignatureVerdict.NotValid, ca.VerifySignatureOf(foreign));
        });
    }

    [Fact]
    public void Every_outcome_has_its_verdict()
    {
        using var ca = Draft.Read(Signer.P256);
        using var weak = (Draft with { PublicKey = Der.RsaKey(5, 3) }).Read(Signer.P256);
        using var offCurve = (Draft with { PublicKey = Der.EcKey("1.2.840.10045.3.1.7", [4, .. new byte[64]]) }).Read(Signer.P256);
        using var issued = Issued.Read(Signer.P256);
        using var byRsa = Issued.Read(Signer.Rsa2048);
        using var byEd25519 = Issued.Read(Signer.P256 with { Algorithm = Der.Algorithm("1.3.101.112") });
        Assert.Equal(SignatureVerdict.KeyRefused, weak.VerifySignatureOf(issued));
        Assert.Equal(SignatureVerdict.KeyRefused, offCurve.VerifySignatureOf(issued));
        Assert.Equal(SignatureVerdict.KeyOfAnotherKind, ca.VerifySignatureOf(byRsa));
        Assert.Equal(SignatureVerdict.AlgorithmRefused, ca.VerifySignatureOf(byEd25519));
    }

    [Fact]
    public void To_check_with_a_disposed_certificate_is_a_bug()
    {
        using var issued = Issued.Read(Signer.P256);
        var ca = Draft.Read(Signer.P256);
        Assert.Equal(SignatureVerdict.Valid, ca.VerifySignatureOf(issued));
        ca.Dispose();
        ca.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ca.VerifySignatureOf(issued));
        Assert.Equal("CN=Test CA", ca.Subject.ToString());
    }
}
