using System.Diagnostics;

namespace Anchorage.X509.Tests;

/// <summary>Certificates as openssl makes them, by the recipes that users follow.</summary>
public sealed class OpenSslTests : IDisposable
{
    private const string Code = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("anchorage-x509-");

    // The certificates are made now, so they are judged at a time within the validity of the first.
    private DateTimeOffset now;

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [InlineData("genrsa -out ca.key 2048")]
    [InlineData("ecparam -name prime256v1 -genkey -noout -out ca.key")]
    [InlineData("ecparam -name secp384r1 -genkey -noout -out ca.key")]
    [InlineData("ecparam -name secp521r1 -genkey -noout -out ca.key")]
    public void The_documented_recipe_makes_a_CA_and_a_proof_that_are_accepted(string makeKey)
    {
        Run(makeKey);
        Run("req -x509 -new -key ca.key -sha256 -days 30 -subj /CN=Recipe -out ca.pem");
        using var ca = ReadCA();
        WriteRsaKey("verification.key");
        Run($"req -new -key verification.key -subj /CN={Code} -out verification.csr");
        Run("x509 -req -in verification.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out verification.pem -days 500 -sha256");
        using var proof = Read("verification.pem");
        Assert.Null(ca.KeyUsage);
        Assert.Empty(CACertificateRules.Judge(ca, now));
        Assert.Empty(VerificationCertificateRules.Judge(proof, ca, Code, now));
    }

    [Fact]
    public void The_line_that_the_messages_give_makes_a_CA_that_is_accepted()
    {
        Run("ecparam -name prime256v1 -genkey -noout -out ca.key");
        Run(
            "req -x509 -new -key ca.key -sha256 -days 3650 -addext basicConstraints=critical,CA:TRUE "
            + "-addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem -subj",
            "/CN=Example CA");
        using var ca = ReadCA();
        Assert.Empty(CACertificateRules.Judge(ca, now));
        Assert.Equal(KeyUsages.KeyCertSign | KeyUsages.CrlSign, ca.KeyUsage);
    }

    [Fact]
    public void The_text_form_around_a_certificate_is_read_over()
    {
        Run("ecparam -name prime256v1 -genkey -noout -out ca.key");
        Run("req -x509 -new -key ca.key -sha256 -days 30 -subj /CN=Text -text -out ca.pem");
        using var ca = ReadCA();
        Assert.Equal("CN=Text", ca.Subject.ToString());
    }

    [Theory]
    [InlineData("-sha256", "")]
    [InlineData("-sha384", "")]
    [InlineData("-sha512", "")]
    [InlineData("-sha256", "-sigopt rsa_pss_saltlen:digest")]
    [InlineData("-sha256", "-sigopt rsa_pss_saltlen:0")]
    [InlineData("-sha384", "-sigopt rsa_pss_saltlen:48")]
    [InlineData("-sha512", "-sigopt rsa_pss_saltlen:100")]
    public void RSASSA_PSS_by_openssl_is_accepted_with_any_salt(string hash, string option)
    {
        WriteRsaKey("ca.key");
        Run($"req -x509 -new -key ca.key {hash} -sigopt rsa_padding_mode:pss {option} -days 30 -subj /CN=Pss -out ca.pem");
        using var ca = ReadCA();
        Assert.Empty(CACertificateRules.Judge(ca, now));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(20)]
    [InlineData(64)]
    public void A_key_for_RSASSA_PSS_only_by_openssl_is_accepted(int leastSalt)
    {
        Run("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt "
            + $"rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:{leastSalt} -out ca.key");
        Run("req -x509 -new -key ca.key -sha256 -days 30 -subj /CN=Pss -out ca.pem");
        using var ca = ReadCA();
        Assert.Equal(PublicKeyKind.RsaPss, ca.PublicKey.Kind);
        Assert.Empty(CACertificateRules.Judge(ca, now));
    }

    [Theory]
    [InlineData("genpkey -algorithm ed25519 -out ca.key", "", "ca_key_kind", "Ed25519")]
    [InlineData("genpkey -algorithm ed448 -out ca.key", "", "ca_key_kind", "Ed448")]
    [InlineData("ecparam -name secp224r1 -genkey -noout -out ca.key", "-sha256", "ca_key_kind", "P-224")]
    [InlineData("ecparam -name secp256k1 -genkey -noout -out ca.key", "-sha256", "ca_key_kind", "secp256k1")]
    [InlineData("ecparam -name prime256v1 -genkey -noout -param_enc explicit -out ca.key", "-sha256", "ca_key_kind", "spells its curve")]
    [InlineData("genrsa -out ca.key 1024", "-sha256", "ca_rsa_modulus_size", "1024")]
    [InlineData("genrsa -3 -out ca.key 2048", "-sha256", "ca_rsa_exponent", "below 65537")]
    [InlineData("rsa -in rsa.key -out ca.key", "-md5", "ca_signature_algorithm", "md5WithRSAEncryption")]
    public void Keys_and_algorithms_that_are_not_taken_are_refused_by_name(string makeKey, string hash, string rule, string word)
    {
        WriteRsaKey("rsa.key");
        Run(makeKey);
        Run($"req -x509 -new -key ca.key {hash} -days 30 -subj /CN=Refused -out ca.pem");
        using var ca = ReadCA();
        var faults = CACertificateRules.Judge(ca, now);
        Assert.Equal(rule, faults[0].Rule);
        Assert.Contains(word, faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_DSA_key_is_refused_by_name()
    {
        Run("genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out dsa.params");
        Run("genpkey -paramfile dsa.params -out ca.key");
        Run("req -x509 -new -key ca.key -sha256 -days 30 -subj /CN=Refused -out ca.pem");
        using var ca = ReadCA();
        var faults = CACertificateRules.Judge(ca, now);
        Assert.Equal(["ca_key_kind", "ca_signature_algorithm"], faults.Select(fault => fault.Rule));
        Assert.Contains("of the kind DSA", faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_SHA1_signature_by_openssl_is_accepted_only_on_a_self_signed_CA()
    {
        WriteRsaKey("root.key");
        Run("req -x509 -new -key root.key -sha1 -days 30 -subj /CN=Root -out ca.pem");
        using var root = ReadCA();
        Assert.Empty(CACertificateRules.Judge(root, now));
        WriteRsaKey("ca.key");
        Run("req -new -key ca.key -subj /CN=Intermediate -out ca.csr");
        File.WriteAllText(Path.Combine(directory.FullName, "ca.ext"), "basicConstraints=critical,CA:TRUE\n");
        Run("x509 -req -in ca.csr -CA ca.pem -CAkey root.key -CAcreateserial -sha1 -extfile ca.ext -days 20 -out intermediate.pem");
        using var intermediate = Read("intermediate.pem");
        Assert.Equal(["ca_signature_algorithm"], CACertificateRules.Judge(intermediate, now).Select(fault => fault.Rule));
    }

    private Certificate ReadCA()
    {
        var ca = Read("ca.pem");
        now = ca.NotBefore.AddDays(1);
        return ca;
    }

    private Certificate Read(string file) => Reads.Certificate(File.ReadAllText(Path.Combine(directory.FullName, file)));

    /// <summary>Making RSA keys is slow, so those that only have to be there are the same one.</summary>
    private void WriteRsaKey(string file) =>
        File.WriteAllText(Path.Combine(directory.FullName, file), Signer.RsaKey.ExportPkcs8PrivateKeyPem());

    private void Run(string arguments, params string[] more)
    {
        var start = new ProcessStartInfo("openssl", [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more])
        {
            WorkingDirectory = directory.FullName,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"openssl {arguments}: {errors}{output.Result}");
    }
}
