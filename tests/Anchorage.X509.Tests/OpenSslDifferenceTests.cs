using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.X509.Tests;

/// <summary>The same chains given to openssl verify: where it answers otherwise, openssl-differences.txt says why.</summary>
public sealed class OpenSslDifferenceTests : IDisposable
{
    private static readonly Signer Middle = Signer.Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);
    private static readonly Signer Leaf = Signer.Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);

    private static readonly CertificateDraft CA = new();
    private static readonly CertificateDraft Below = new() { Subject = Der.Name("I1"), PublicKey = Middle.PublicKey };

    private static readonly CertificateDraft Device = new()
    {
        Subject = Der.Name("device-1"),
        PublicKey = Leaf.PublicKey,
        Extensions = [CertificateDraft.KeyUsage(KeyUsages.DigitalSignature)],
    };

    private static readonly CertificateDraft Under = Device with { Issuer = Der.Name("I1") };

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("anchorage-x509-");

    public void Dispose() => directory.Delete(recursive: true);

    /// <summary>Name, device, CA and intermediates.</summary>
    private static IEnumerable<(string Name, byte[] Device, byte[] CA, byte[][] Sent)> Cases()
    {
        byte[] Made(CertificateDraft draft, Signer? by = null) => draft.Sign(by ?? Signer.P256);
        var ca = Made(CA);
        var middle = Made(Below);
        yield return ("a device under its CA", Made(Device), ca, []);
        yield return ("a version 1 device", Made(Device with { Version = null, Extensions = null }), ca, []);
        yield return ("a device under an intermediate", Made(Under, Middle), ca, [middle]);
        yield return ("an intermediate that is missing", Made(Under, Middle), ca, []);
        yield return ("a signature by another key", Made(Device, Signer.OtherP256), ca, []);
        yield return ("an expired device", Made(Device with { NotAfter = Der.UtcTime("260101000000Z") }), ca, []);
        yield return ("a device not valid yet", Made(Device with { NotBefore = Der.UtcTime("270101000000Z") }), ca, []);
        yield return ("an expired intermediate", Made(Under, Middle), ca, [Made(Below with { NotAfter = Der.UtcTime("260101000000Z") })]);
        yield return ("an intermediate that is no CA", Made(Under, Middle), ca, [Made(Below with { Extensions = [Der.Extension("2.5.29.19", true, Der.Sequence())] })]);
        yield return ("an intermediate without basicConstraints", Made(Under, Middle), ca, [Made(Below with { Extensions = null })]);
        yield return ("an intermediate without keyCertSign", Made(Under, Middle), ca, [Made(Below.With(CertificateDraft.KeyUsage(KeyUsages.CrlSign)))]);
        yield return ("pathLenConstraint 0 and an intermediate", Made(Under, Middle), Made(CA with { Extensions = [PathLength(0)] }), [middle]);
        yield return ("pathLenConstraint 1 and an intermediate", Made(Under, Middle), Made(CA with { Extensions = [PathLength(1)] }), [middle]);
        yield return ("extKeyUsage clientAuth", Made(Device with { Extensions = [Purpose("1.3.6.1.5.5.7.3.2")] }), ca, []);
        yield return ("extKeyUsage serverAuth", Made(Device with { Extensions = [Purpose("1.3.6.1.5.5.7.3.1")] }), ca, []);
        yield return ("extKeyUsage any", Made(Device with { Extensions = [Purpose("2.5.29.37.0")] }), ca, []);
        yield return ("an intermediate for servers only", Made(Under, Middle), ca, [Made(Below.With(Purpose("1.3.6.1.5.5.7.3.1")))]);
        yield return ("a keyUsage without digitalSignature", Made(Device with { Extensions = [CertificateDraft.KeyUsage(KeyUsages.KeyEncipherment)] }), ca, []);
        yield return ("a DNS name that is permitted", Made(Named("a.example.com")), Made(CA.With(Constraint(0, "example.com"))), []);
        yield return ("a DNS name that is not permitted", Made(Named("a.example.org")), Made(CA.With(Constraint(0, "example.com"))), []);
        yield return ("a DNS name that is excluded", Made(Named("a.example.com")), Made(CA.With(Constraint(1, "example.com"))), []);
        yield return ("a common name like a DNS name that is not permitted", Made(Device with { Subject = Der.Name("a.example.org") }), Made(CA.With(Constraint(0, "example.com"))), []);
        yield return ("an unknown critical extension", Made(Device with { Extensions = [Der.Extension("1.2.3.4", true, Der.Null)] }), ca, []);
        yield return ("a policy constraint that asks for policies", Made(Device), Made(CA.With(Der.Extension("2.5.29.36", true, Der.Sequence(Der.Value(0x80, [0]))))), []);
        yield return ("an issuer whose case differs", Made(Device with { Issuer = Der.Name("TEST ca") }), ca, []);
        yield return ("an issuer whose string type differs", Made(Device with { Issuer = Der.Sequence(Der.Set(Der.Attribute("2.5.4.3", Der.Value(0x13, "Test CA"u8.ToArray())))) }), ca, []);
        yield return ("a key identifier that is not the CA's", Made(Device with { Extensions = [Der.Extension("2.5.29.35", false, Der.Sequence(Der.Value(0x80, [9])))] }), Made(CA.With(Der.Extension("2.5.29.14", false, Der.OctetString([8])))), []);
        yield return ("a serial number with superfluous octets", Made(Device with { SerialNumber = [0x02, 0x02, 0x00, 0x01] }), ca, []);
        yield return ("a negative serial number", Made(Device with { SerialNumber = Der.Integer(-5) }), ca, []);
        yield return ("a serial number of 21 octets", Made(Device with { SerialNumber = Der.Integer(System.Numerics.BigInteger.Pow(2, 167)) }), ca, []);
        yield return ("a GeneralizedTime before 2050", Made(Device with { NotAfter = Der.GeneralizedTime("20350101000000Z") }), ca, []);
        yield return ("a UTCTime without seconds", Made(Device with { NotAfter = Der.UtcTime("3501010000Z") }), ca, []);
        yield return ("an extension that stands twice", Made(Device with { Extensions = [Purpose("1.3.6.1.5.5.7.3.2"), Purpose("1.3.6.1.5.5.7.3.2")] }), ca, []);
        yield return ("a PrintableString with an underscore", Made(Device with { Subject = Der.Sequence(Der.Set(Der.Attribute("2.5.4.3", Der.Value(0x13, "a_b"u8.ToArray())))) }), ca, []);
        yield return ("an empty subject and no alternative name", Made(Device with { Subject = Der.Sequence() }), ca, []);
        yield return ("algorithms that differ inside and outside", Made(Device with { OuterAlgorithm = Der.Algorithm("1.2.840.10045.4.3.3") }), ca, []);
        yield return ("a FALSE that is written out", Made(Device with { Extensions = [Der.Extension("2.5.29.19", true, Der.Sequence([0x01, 0x01, 0x00]))] }), ca, []);
        yield return ("a device with a 1024-bit key", Made(Device with { PublicKey = Der.RsaKey(Modulus(1024), 65537) }), ca, []);
        yield return ("a device with a key on secp256k1", Made(Device with { PublicKey = Der.EcKey("1.3.132.0.10", Secp256k1Generator) }), ca, []);
        yield return ("an ECDSA signature in BER", Made(Device with { Signature = [0x30, 0x81, .. Signer.P256.Sign([1])[1..]] }), ca, []);
        yield return ("the CA as device", ca, ca, []);
        yield return ("RSASSA-PSS with a long salt", Made(Device, new PssSigner { Salt = new byte[100] }.For(Signer.RsaKey)), Made(CA, Signer.Rsa2048), []);
        yield return ("a device signed over SHA-1", Made(Device, Signer.Rsa(Signer.RsaKey, HashAlgorithmName.SHA1)), Made(CA, Signer.Rsa2048), []);
        yield return ("a CA without keyCertSign", Made(Device), Made(CA.With(CertificateDraft.KeyUsage(KeyUsages.CrlSign))), []);
        yield return ("a CA of version 1", Made(Device), Made(CA with { Version = null, Extensions = null }), []);
    }

    [Fact]
    public void Wherever_openssl_answers_otherwise_the_reason_is_written_down()
    {
        var written = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "openssl-differences.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | "))
            .ToDictionary(cells => cells[0], cells => (Difference: cells[1], Reason: cells[2]));
        var found = new Dictionary<string, string>();
        foreach (var (name, device, ca, sent) in Cases())
        {
            var (ours, theirs) = (IsAccepted(device, ca, sent), OpenSslAccepts(device, ca, sent));
            if (ours != theirs)
            {
                found.Add(name, ours ? "accepted here, refused by openssl" : "refused here, accepted by openssl");
            }
        }

        var (expected, actual) = (Lines(written.Select(row => (row.Key, row.Value.Difference))), Lines(found.Select(row => (row.Key, row.Value))));
        Assert.True(expected == actual, $"Found:\n{actual}\nWritten down:\n{expected}");
        Assert.All(written.Values, row => Assert.True(row.Reason.Length > 20));
    }

    [Fact]
    public void What_is_read_is_what_openssl_shows()
    {
        var name = Der.Sequence(
            Der.Set(Der.Attribute("2.5.4.6", Der.Value(0x13, "DE"u8.ToArray()))),
            Der.Set(Der.Attribute("2.5.4.10", Der.Utf8("Example, \"Fleet\" + Co"))),
            Der.Set(Der.CommonName("#Gerät ")));
        var draft = Device with { Subject = name, SerialNumber = Der.Integer(0xabcdef), NotAfter = Der.GeneralizedTime("20600102030405Z") };
        var file = Write("shown.pem", [draft.Sign(Signer.P256)]);
        using var read = Reads.Certificate(File.ReadAllText(file));
        var (_, shown) = Run($"x509 -in {file} -noout -subject -issuer -serial -startdate -enddate -fingerprint -sha256 -nameopt RFC2253,utf8,-esc_msb -dateopt iso_8601");
        Assert.Contains($"subject={read.Subject}", shown, StringComparison.Ordinal);
        Assert.Contains($"issuer={read.Issuer}", shown, StringComparison.Ordinal);
        Assert.Contains("serial=ABCDEF", shown, StringComparison.Ordinal);
        Assert.Equal([0x00, 0xab, 0xcd, 0xef], read.SerialNumber.ToArray());
        Assert.Contains($"notBefore={read.NotBefore:yyyy-MM-dd HH:mm:ss}Z", shown, StringComparison.Ordinal);
        Assert.Contains($"notAfter={read.NotAfter:yyyy-MM-dd HH:mm:ss}Z", shown, StringComparison.Ordinal);
        Assert.Contains(read.Fingerprint, shown.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        var (_, text) = Run($"x509 -in {file} -noout -text");
        Assert.Contains("Version: 3", text, StringComparison.Ordinal);
        Assert.Contains($"Signature Algorithm: {read.SignatureAlgorithm.Name}", text, StringComparison.Ordinal);
        Assert.Contains("Digital Signature", text, StringComparison.Ordinal);
        Assert.Equal(KeyUsages.DigitalSignature, read.KeyUsage);
    }

    private static string Lines(IEnumerable<(string Name, string Difference)> rows) =>
        string.Join('\n', rows.Select(row => $"{row.Name} | {row.Difference}").Order(StringComparer.Ordinal));

    private static bool IsAccepted(byte[] device, byte[] ca, byte[][] sent)
    {
        var certificates = sent.Prepend(ca).Prepend(device).Select(der => Certificate.Read(der, Reads.Role)).ToArray();
        return certificates.All(reading => reading.IsRead)
            && CACertificateRules.Judge(certificates[1].Value!, Reads.Now).IsEmpty
            && DeviceCertificateRules.Judge(certificates[0].Value!, certificates[1].Value!, [.. certificates[2..].Select(reading => reading.Value!)], Reads.Now).IsEmpty;
    }

    private bool OpenSslAccepts(byte[] device, byte[] ca, byte[][] sent)
    {
        var untrusted = sent.Length == 0 ? "" : $"-untrusted {Write("sent.pem", sent)}";
        var (code, _) = Run($"verify -partial_chain -purpose sslclient -attime {Reads.Now.ToUnixTimeSeconds()} -trusted {Write("ca.pem", [ca])} {untrusted} {Write("device.pem", [device])}");
        return code == 0;
    }

    private string Write(string name, byte[][] ders)
    {
        var path = Path.Combine(directory.FullName, name);
        File.WriteAllText(path, string.Join('\n', ders.Select(Reads.Pem)) + "\n");
        return path;
    }

    private static (int Code, string Output) Run(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    // SEC 2 2.4.1.
    private static readonly byte[] Secp256k1Generator = Convert.FromHexString(
        "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");

    private static System.Numerics.BigInteger Modulus(int bits)
    {
        using var key = RSA.Create(bits);
        return new(key.ExportParameters(false).Modulus, isUnsigned: true, isBigEndian: true);
    }

    private static byte[] PathLength(int length) => Der.Extension("2.5.29.19", true, Der.Sequence(Der.True, Der.Integer(length)));

    private static byte[] Purpose(string oid) => Der.Extension("2.5.29.37", false, Der.Sequence(Der.Oid(oid)));

    private static CertificateDraft Named(string name) =>
        Device with { Extensions = [Der.Extension("2.5.29.17", false, Der.Sequence(Der.Value(0x82, Encoding.ASCII.GetBytes(name))))] };

    private static byte[] Constraint(int tag, string subtree) =>
        Der.Extension("2.5.29.30", true, Der.Sequence(Der.Explicit(tag, Der.Sequence(Der.Value(0x82, Encoding.ASCII.GetBytes(subtree))))));
}
