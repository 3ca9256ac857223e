using System.Text;

namespace Anchorage.X509.Tests;

/// <summary>The text that a certificate comes in, and the texts that come in place of one.</summary>
public sealed class CertificatePemTests
{
    private static readonly byte[] GoodDer = new CertificateDraft().Sign(Signer.P256);
    private static readonly string Good = Reads.Pem(GoodDer);

    public static TheoryData<string> Texts => new(
        Good,
        Good + "\n",
        "\uFEFF" + Good,
        "  \t\r\n\n" + Good + "\n\n  ",
        Good.ReplaceLineEndings("\r\n"),
        Good.ReplaceLineEndings("\r"),
        "Certificate:\n    Data:\n        Version: 3 (0x2)\n" + Good + "\nsubject=CN = Test CA\n",
        Good.Replace("\n", " \n\t", StringComparison.Ordinal),
        Good.ReplaceLineEndings(" "),
        Good.ReplaceLineEndings("").Replace("-----M", "-----\nM", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_around_the_block_and_any_line_ends_are_accepted(string text) =>
        Assert.Equal(GoodDer, Reads.Certificate(text).Der.ToArray());

    [Fact]
    public void PEM_is_written_in_lines_of_64_with_a_last_newline()
    {
        var lines = CertificatePem.Write(GoodDer).Split('\n');
        Assert.Equal("-----BEGIN CERTIFICATE-----", lines[0]);
        Assert.All(lines[1..^3], line => Assert.Equal(64, line.Length));
        Assert.Equal(["-----END CERTIFICATE-----", ""], lines[^2..]);
        Assert.Equal(GoodDer, Reads.Certificate(CertificatePem.Write(GoodDer)).Der.ToArray());
    }

    [Fact]
    public void The_longest_text_is_read_and_one_character_more_is_not()
    {
        Reads.Certificate(Good.PadRight(CertificatePem.MaxCharacters));
        Assert.Contains(
            "65537 characters", AssertRefused("pem_text_size", Good.PadRight(CertificatePem.MaxCharacters + 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t", "empty")]
    [InlineData("\uFEFF", "empty")]
    [InlineData("hello", "no BEGIN line")]
    [InlineData("ca.pem", "name of a file, \"ca.pem\"")]
    [InlineData("file:///etc/ca", "name of a file")]
    [InlineData("--BEGIN CERTIFICATE--\nMIIB\n--END CERTIFICATE--", "damaged BEGIN line")]
    [InlineData("{\"certificate\":1}", "no BEGIN line")]
    public void Text_that_is_no_PEM_is_told_what_it_seems_to_be(string text, string word) =>
        Assert.Contains(word, AssertRefused("pem_certificate_block", text), StringComparison.Ordinal);

    [Fact]
    public void Base64_without_armour_is_recognised() =>
        Assert.Contains(
            "base64 without BEGIN", AssertRefused("pem_certificate_block", Convert.ToBase64String(GoodDer)), StringComparison.Ordinal);

    [Fact]
    public void PEM_that_was_encoded_twice_is_recognised() => Assert.Contains(
        "encoded in base64 once more",
        AssertRefused("pem_certificate_block", Convert.ToBase64String(Encoding.ASCII.GetBytes(Good))), StringComparison.Ordinal);

    [Fact]
    public void DER_pasted_as_text_is_recognised()
    {
        Assert.Contains("binary DER", AssertRefused("pem_certificate_block", Encoding.Latin1.GetString(GoodDer)), StringComparison.Ordinal);
        Assert.Contains("binary DER", AssertRefused("pem_certificate_block", Encoding.UTF8.GetString(GoodDer)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_certificate_is_refused_and_named()
    {
        var message = AssertRefused("pem_one_block", Good + "\n" + Good);
        Assert.Contains("CERTIFICATE on line 1, CERTIFICATE on line ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_block_of_another_kind_is_refused_and_named() =>
        Assert.Contains(
            "\"X509 CRL\" on line 1, CERTIFICATE on line 4",
            AssertRefused("pem_one_block", Block("X509 CRL") + "\n" + Good), StringComparison.Ordinal);

    [Fact]
    public void Of_very_many_blocks_only_some_are_named() =>
        Assert.Contains(
            "and 2996 more",
            AssertRefused("pem_one_block", string.Concat(Enumerable.Repeat("-----BEGIN A-----\n", 3000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("PRIVATE KEY")]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("EC PRIVATE KEY")]
    [InlineData("DSA PRIVATE KEY")]
    [InlineData("ENCRYPTED PRIVATE KEY")]
    [InlineData("OPENSSH PRIVATE KEY")]
    [InlineData("PGP PRIVATE KEY BLOCK")]
    public void A_private_key_is_recognised_wherever_it_stands_and_never_repeated(string label)
    {
        var key = Block(label);
        foreach (var text in new[] { key, Good + "\n" + key, key + "\n" + Good, key.Replace("-----", "---", StringComparison.Ordinal) })
        {
            var message = AssertRefused("pem_no_private_key", text);
            Assert.Contains("Treat that key as exposed", message, StringComparison.Ordinal);
            Assert.DoesNotContain("c2VjcmV0", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_private_key_without_or_under_wrong_armour_is_recognised()
    {
        var pkcs1 = Signer.RsaKey.ExportRSAPrivateKey();
        var pkcs8 = Signer.RsaKey.ExportPkcs8PrivateKey();
        AssertRefused("pem_no_private_key", Convert.ToBase64String(pkcs1));
        AssertRefused("pem_no_private_key", Convert.ToBase64String(Encoding.ASCII.GetBytes(Signer.RsaKey.ExportPkcs8PrivateKeyPem())));
        AssertRefused("pem_no_private_key", Reads.Pem(pkcs1));
        AssertRefused("pem_no_private_key", Reads.Pem(pkcs8));
        AssertRefused("pem_no_private_key", "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n");
    }

    [Fact]
    public void Prose_about_private_keys_is_no_private_key() => Reads.Certificate("Keep the PRIVATE KEY safe.\n" + Good);

    [Theory]
    [InlineData("CERTIFICATE REQUEST", "signing request")]
    [InlineData("NEW CERTIFICATE REQUEST", "signing request")]
    [InlineData("PUBLIC KEY", "public key")]
    [InlineData("TRUSTED CERTIFICATE", "openssl x509")]
    [InlineData("X509 CRL", "revocation list")]
    [InlineData("PKCS7", "PKCS #7")]
    [InlineData("X509 CERTIFICATE", "old label")]
    [InlineData("BANANA", "\"BANANA\"")]
    [InlineData("certificate", "\"certificate\"")]
    [InlineData("A\u0007\u202EB", "\"A\\u{0007}\\u{202E}B\"")]
    public void Another_kind_of_block_is_refused_by_its_name(string label, string word) =>
        Assert.Contains(word, AssertRefused("pem_certificate_block", Block(label)), StringComparison.Ordinal);

    [Fact]
    public void A_very_long_label_is_shortened() =>
        Assert.InRange(AssertRefused("pem_certificate_block", Block(new string('A', 10_000))).Length, 80, 400);

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB", "no END CERTIFICATE line")]
    [InlineData("-----BEGIN CERTIFICATE-----", "no END CERTIFICATE line")]
    [InlineData("-----BEGIN CERTIFICATE", "five dashes")]
    [InlineData("-----BEGIN CERTIFICATE\n-----", "five dashes")]
    [InlineData("-----BEGIN ", "five dashes")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END X509 CRL-----", "another END line")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE", "another END line")]
    public void Damaged_armour_is_refused(string text, string word) =>
        Assert.Contains(word, AssertRefused("pem_certificate_block", text), StringComparison.Ordinal);

    [Theory]
    [InlineData("\n-----BEGIN CERTIFICATE-----\nMIIB\nMI!B\n-----END CERTIFICATE-----", "\"!\" on line 4")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMII\u0000\n-----END CERTIFICATE-----", "\"\\u{0000}\" on line 2")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----", "before line 3")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMI=I\n-----END CERTIFICATE-----", "before line 3")]
    [InlineData("-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----", "escaped once too often")]
    public void Bad_base64_is_placed(string text, string word) =>
        Assert.Contains(word, AssertRefused("pem_base64", text), StringComparison.Ordinal);

    [Fact]
    public void An_empty_block_holds_no_certificate() =>
        AssertRefused("certificate_structure", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----");

    [Fact]
    public void The_message_begins_with_the_role() =>
        Assert.StartsWith(
            "The verification certificate is an empty text",
            CertificatePem.Read("", "verification certificate").Fault?.Message, StringComparison.Ordinal);

    private static string Block(string label) => $"-----BEGIN {label}-----\nc2VjcmV0\n-----END {label}-----";

    private static string AssertRefused(string rule, string text)
    {
        var fault = Reads.Fault(text);
        Assert.Equal(rule, fault.Rule);
        return fault.Message;
    }
}
