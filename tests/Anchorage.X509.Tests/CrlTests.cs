using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.X509.Tests;

/// <summary>Reading and judging CRLs, both sides of each rule.</summary>
public sealed class CrlTests
{
    private static readonly Certificate CA = new CertificateDraft().Read(Signer.P256);

    [Fact]
    public void A_CRL_is_read_whole_and_its_entries_are_found()
    {
        var crl = Read(new CrlDraft
        {
            Entries = [Entry(1), Entry(0x80, ReasonCode(4)), Entry(BigInteger.Pow(2, 158))],
            Extensions = [Der.Extension("2.5.29.20", false, Der.Integer(7)), CertificateDraft.AuthorityKeyIdentifier],
        });
        Assert.Equal(3, crl.Count);
        Assert.Equal("CN=Test CA", crl.Issuer.ToString());
        Assert.Equal([7], crl.Number!.Value.ToArray());
        Assert.Equal([3], crl.AuthorityKeyIdentifier!.KeyIdentifier!.Value.ToArray());
        Assert.Equal(new RevokedCertificate(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), null), Find(crl, 1));
        Assert.Equal(4, Find(crl, 0x80)?.Reason);
        Assert.NotNull(Find(crl, BigInteger.Pow(2, 158)));
        Assert.Null(Find(crl, 2));
        Assert.Null(Find(crl, -128));
        Assert.Empty(Judge(crl));
    }

    [Fact]
    public void A_CRL_of_version_1_without_entries_is_read()
    {
        var crl = Read(new CrlDraft { Version = [], Extensions = null });
        Assert.Equal(0, crl.Count);
        Assert.Null(Find(crl, 1));
        Assert.Empty(Judge(crl));
    }

    [Fact]
    public void PEM_is_read_under_its_label_only()
    {
        var der = new CrlDraft { Entries = [Entry(5)] }.Sign(Signer.P256);
        var pem = PemEncoding.WriteString("X509 CRL", der);
        var reading = CertificateRevocationList.Read(Encoding.ASCII.GetBytes("text around it\n" + pem));
        Assert.True(reading.IsRead, reading.Fault?.Message);
        Assert.NotNull(Find(reading.Value, 5));
        AssertFault("pem_certificate_block", PemEncoding.WriteString("CERTIFICATE", der));
        AssertFault("pem_one_block", pem + "\n" + pem);
        AssertFault("pem_base64", pem.Replace("A", "!", StringComparison.Ordinal));
        AssertFault("pem_certificate_block", "");
        AssertFault("pem_no_private_key", pem + Signer.RsaKey.ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public void More_bytes_than_the_limit_are_not_read()
    {
        Assert.Equal("der_size", CertificateRevocationList.Read((byte[])[0x30, .. new byte[CertificateRevocationList.MaxBytes]]).Fault?.Rule);
        Assert.Equal("pem_text_size", CertificateRevocationList.Read(new byte[CertificateRevocationList.MaxCharacters + 1]).Fault?.Rule);
    }

    [Fact]
    public void A_hundred_thousand_entries_are_each_found()
    {
        var crl = Read(new CrlDraft { Entries = [.. Enumerable.Range(1, 100_000).Select(number => Entry(number * 3))] });
        Assert.Equal(100_000, crl.Count);
        for (var number = 1; number <= 300_000; number++)
        {
            Assert.Equal(number % 3 == 0, Find(crl, number) is not null);
        }
    }

    public static TheoryData<string, byte[]> BadForms => new()
    {
        { "certificate_version", new CrlDraft { Version = Der.Integer(0) }.Sign(Signer.P256) },
        { "certificate_version", new CrlDraft { Version = Der.Integer(2) }.Sign(Signer.P256) },
        { "certificate_issuer_not_empty", new CrlDraft { Issuer = Der.Sequence() }.Sign(Signer.P256) },
        { "certificate_time_form", new CrlDraft { ThisUpdate = Der.UtcTime("2601010000Z") }.Sign(Signer.P256) },
        { "certificate_signature_algorithms_match", new CrlDraft { OuterAlgorithm = Der.Algorithm("1.2.840.10045.4.3.3") }.Sign(Signer.P256) },
        { "certificate_structure", new CrlDraft { Entries = [] }.Sign(Signer.P256) },
        { "certificate_structure", new CrlDraft { Entries = [Der.Sequence(Der.Integer(1))] }.Sign(Signer.P256) },
        { "der_no_trailing_bytes", new CrlDraft { Entries = [Der.Sequence(Der.Integer(1), Der.UtcTime("260101000000Z"), Der.Sequence(ReasonCode(1)), Der.Null)] }.Sign(Signer.P256) },
        { "der_encoding", new CrlDraft { Entries = [Der.Sequence([0x02, 0x02, 0x00, 0x01], Der.UtcTime("260101000000Z"))] }.Sign(Signer.P256) },
        { "certificate_extensions_version", new CrlDraft { Version = [], Extensions = [Der.Extension("2.5.29.20", false, Der.Integer(1))] }.Sign(Signer.P256) },
        { "certificate_extensions_version", new CrlDraft { Version = [], Entries = [Entry(1, ReasonCode(1))], Extensions = null }.Sign(Signer.P256) },
        { "certificate_extensions_version", new CrlDraft { Extensions = [] }.Sign(Signer.P256) },
        { "certificate_extensions_version", new CrlDraft { Entries = [Der.Sequence(Der.Integer(1), Der.UtcTime("260101000000Z"), Der.Sequence())] }.Sign(Signer.P256) },
        { "certificate_extension_once", new CrlDraft { Extensions = [Der.Extension("2.5.29.20", false, Der.Integer(1)), Der.Extension("2.5.29.20", false, Der.Integer(1))] }.Sign(Signer.P256) },
        { "certificate_extension_once", new CrlDraft { Entries = [Entry(1, ReasonCode(1), ReasonCode(1))] }.Sign(Signer.P256) },
        { "certificate_extension_form", new CrlDraft { Entries = [Entry(1, ReasonCode(7))] }.Sign(Signer.P256) },
        { "certificate_extension_form", new CrlDraft { Entries = [Entry(1, ReasonCode(11))] }.Sign(Signer.P256) },
        { "certificate_extension_form", new CrlDraft { Extensions = [Scope()] }.Sign(Signer.P256) },
        { "certificate_extension_form", new CrlDraft { Extensions = [Scope(Flag(1), Flag(2))] }.Sign(Signer.P256) },
        { "certificate_critical_extension_known", new CrlDraft { Extensions = [Der.Extension("1.2.3", true, Der.Null)] }.Sign(Signer.P256) },
        { "certificate_critical_extension_known", new CrlDraft { Entries = [Entry(1, Der.Extension("1.2.3", true, Der.Null))] }.Sign(Signer.P256) },
        { "der_no_trailing_bytes", [.. new CrlDraft().Sign(Signer.P256), 0] },
    };

    [Theory]
    [MemberData(nameof(BadForms))]
    public void CRLs_of_another_form_are_refused(string rule, byte[] der)
    {
        var fault = CertificateRevocationList.Read(der).Fault;
        Assert.Equal(rule, fault?.Rule);
        Assert.StartsWith("The CRL ", fault!.Message, StringComparison.Ordinal);
        Assert.Contains("openssl ca -gencrl", fault.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void Extensions_that_are_not_critical_may_be_unknown() =>
        Read(new CrlDraft { Extensions = [Der.Extension("1.2.3", false, [0xff])], Entries = [Entry(1, Der.Extension("1.2.3", false, [0xff]))] });

    [Fact]
    public void Delta_and_indirect_CRLs_are_refused_by_name()
    {
        Assert.Contains("a delta CRL", Only("crl_is_base", new CrlDraft { Extensions = [Der.Extension("2.5.29.27", true, Der.Integer(1))] }), StringComparison.Ordinal);
        Assert.Contains("an indirect one", Only("crl_is_direct", new CrlDraft { Extensions = [Scope(Flag(4))] }), StringComparison.Ordinal);
        var other = Der.Extension("2.5.29.29", true, Der.Sequence(Der.Value(0xa4, Der.Name("Other"))));
        Only("crl_is_direct", new CrlDraft { Entries = [Entry(1, other)] });
    }

    [Fact]
    public void A_CRL_covers_devices_for_all_reasons()
    {
        Assert.Empty(Judge(Read(new CrlDraft { Extensions = [Scope(Flag(1))] })));
        Assert.Empty(Judge(Read(new CrlDraft { Extensions = [Scope(Der.Explicit(0, Der.Explicit(0, Der.Value(0x86, "http://a/"u8.ToArray()))))] })));
        Only("crl_scope", new CrlDraft { Extensions = [Scope(Flag(2))] });
        Only("crl_scope", new CrlDraft { Extensions = [Scope(Flag(5))] });
        Only("crl_scope", new CrlDraft { Extensions = [Scope(Der.Value(0x83, [0x01, 0x06]))] });
    }

    [Fact]
    public void A_CRL_is_signed_by_the_CA_it_names()
    {
        Assert.Equal(["crl_issuer_is_ca"], Judge(Read(new CrlDraft { Issuer = Der.Name("Other") })));
        Assert.Equal(["crl_signature"], Judge(Read(new CrlDraft(), Signer.OtherP256)));
        Assert.Equal(["crl_signature"], Judge(Read(new CrlDraft(), Signer.Rsa2048)));
        using var rsa = new CertificateDraft().Read(Signer.Rsa2048);
        Assert.Equal(["crl_signature_algorithm"], Judge(Read(new CrlDraft(), Signer.Rsa(Signer.RsaKey, HashAlgorithmName.SHA1)), rsa));
        Assert.Empty(Judge(Read(new CrlDraft(), new PssSigner { Salt = [1, 2, 3] }.For(Signer.RsaKey)), rsa));
    }

    [Fact]
    public void The_CA_may_sign_CRLs()
    {
        foreach (var (usage, rules) in ((KeyUsages, string[])[])[(KeyUsages.KeyCertSign | KeyUsages.CrlSign, []), (KeyUsages.KeyCertSign, ["crl_ca_key_usage"])])
        {
            using var ca = new CertificateDraft().With(CertificateDraft.KeyUsage(usage)).Read(Signer.P256);
            Assert.Equal(rules, Judge(Read(new CrlDraft()), ca));
        }
    }

    [Fact]
    public void A_CRL_is_current_from_its_time_until_the_next()
    {
        var crl = Read(new CrlDraft());
        Assert.Empty(CrlRules.Judge(crl, CA, crl.ThisUpdate));
        Assert.Empty(CrlRules.Judge(crl, CA, crl.NextUpdate!.Value.AddTicks(-1)));
        Assert.Contains("in the future", Assert.Single(CrlRules.Judge(crl, CA, crl.ThisUpdate.AddTicks(-1))).Found, StringComparison.Ordinal);
        Assert.Contains("stale", Assert.Single(CrlRules.Judge(crl, CA, crl.NextUpdate.Value)).Found, StringComparison.Ordinal);
        Assert.Contains("does not say", Only("crl_is_current", new CrlDraft { NextUpdate = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void One_changed_octet_anywhere_never_throws_and_is_never_accepted()
    {
        var der = new CrlDraft { Entries = [Entry(5), Entry(6, ReasonCode(1))], Extensions = [Der.Extension("2.5.29.20", false, Der.Integer(7)), Scope(Flag(1))] }.Sign(Signer.P256);
        for (var position = 0; position < der.Length; position++)
        {
            foreach (byte change in (byte[])[0x01, 0x80, 0xff])
            {
                var mutant = der.ToArray();
                mutant[position] ^= change;
                if (CertificateRevocationList.Read(mutant) is { IsRead: true, Value: { } crl })
                {
                    _ = Find(crl, 5);
                    _ = Find(crl, 6);
                    Assert.NotEmpty(Judge(crl));
                }
            }
        }
    }

    private static CertificateRevocationList Read(CrlDraft draft, Signer? signer = null)
    {
        var reading = CertificateRevocationList.Read(draft.Sign(signer ?? Signer.P256));
        Assert.True(reading.IsRead, reading.Fault?.Message);
        return reading.Value;
    }

    private static string[] Judge(CertificateRevocationList crl, Certificate? ca = null) =>
        [.. CrlRules.Judge(crl, ca ?? CA, Reads.Now).Select(fault => fault.Rule)];

    private static string Only(string rule, CrlDraft draft) =>
        Reads.AssertOnly(rule, [.. CrlRules.Judge(Read(draft), CA, Reads.Now)]).Message;

    private static void AssertFault(string rule, string text) =>
        Assert.Equal(rule, CertificateRevocationList.Read(Encoding.ASCII.GetBytes(text)).Fault?.Rule);

    private static RevokedCertificate? Find(CertificateRevocationList crl, BigInteger serial) => crl.Find(serial.ToByteArray(isBigEndian: true));

    private static byte[] Entry(BigInteger serial, params byte[][] extensions) => Der.Sequence(
        Der.Integer(serial), Der.UtcTime("260101000000Z"), extensions.Length == 0 ? [] : Der.Sequence(extensions));

    private static byte[] ReasonCode(byte reason) => Der.Extension("2.5.29.21", false, Der.Value(0x0a, [reason]));

    private static byte[] Scope(params byte[][] fields) => Der.Extension("2.5.29.28", true, Der.Sequence(fields));

    private static byte[] Flag(int number) => Der.Value((byte)(0x80 | number), [0xff]);
}
