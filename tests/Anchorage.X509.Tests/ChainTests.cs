using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.X509.Tests;

/// <summary>Which registered CA a device comes from, through what it sends, and how much work finding that may take.</summary>
public sealed class ChainTests
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    private static readonly Signer[] Keys = [.. Enumerable.Range(0, 6).Select(_ => Signer.Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256))];

    private static readonly CertificateDraft Device = new()
    {
        Subject = Der.Name("device-1"),
        PublicKey = Keys[5].PublicKey,
        Extensions = [CertificateDraft.KeyUsage(KeyUsages.DigitalSignature)],
    };

    private static readonly Certificate CA = new CertificateDraft().Read(Signer.P256);

    [Fact]
    public void The_CA_that_issued_is_found_among_others_of_its_name_and_of_other_names()
    {
        var twin = new CertificateDraft().Read(Keys[0]);
        var stranger = (new CertificateDraft { Subject = Der.Name("Other"), Issuer = Der.Name("Other") }).Read(Keys[1]);
        var found = DeviceCertificateRules.FindAnchor(Device.Read(Signer.P256), [], [stranger, twin, CA], Reads.Now);
        Assert.True(found.IsAccepted);
        Assert.Same(CA, found.Anchor);
        Assert.Equal([CA], found.Issuers);
    }

    [Fact]
    public void The_way_leads_through_what_is_sent_and_names_each_issuer()
    {
        var (device, sent) = Below(4);
        var found = DeviceCertificateRules.FindAnchor(device, [.. sent], [CA], Reads.Now);
        Assert.True(found.IsAccepted);
        Assert.Equal([.. sent.Reverse(), CA], found.Issuers);
    }

    [Fact]
    public void An_intermediate_that_is_registered_itself_ends_the_way()
    {
        var (device, sent) = Below(2);
        var found = DeviceCertificateRules.FindAnchor(device, [.. sent], [CA, sent[1]], Reads.Now);
        Assert.Same(sent[1], found.Anchor);
        Assert.True(found.IsAccepted);
    }

    [Fact]
    public void What_is_sent_twice_and_the_CA_itself_count_for_nothing()
    {
        var (device, sent) = Below(4);
        Assert.True(DeviceCertificateRules.FindAnchor(device, [device, CA, .. sent, .. sent, CA], [CA], Reads.Now).IsAccepted);
        Reads.AssertOnly("device_intermediate_count", [.. DeviceCertificateRules.FindAnchor(device, [.. sent, Intermediate("I9", "Test CA", Keys[4], Signer.P256)], [CA], Reads.Now).Faults]);
    }

    [Fact]
    public void No_candidate_is_said_so()
    {
        var found = DeviceCertificateRules.FindAnchor(Device.Read(Signer.P256), [], [], Reads.Now);
        Assert.Null(found.Anchor);
        Assert.False(found.IsAccepted);
        Assert.Contains("the subject of a registered CA is wanted", Reads.AssertOnly("device_issuer", [.. found.Faults]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CA_that_has_expired_since_vouches_for_nobody()
    {
        var found = DeviceCertificateRules.FindAnchor(
            (Device with { NotAfter = Der.UtcTime("400101000000Z") }).Read(Signer.P256), [], [CA], CA.NotAfter.AddDays(1));
        Reads.AssertOnly("ca_within_validity", [.. found.Faults]);
        Assert.False(found.IsAccepted);
        Assert.NotNull(found.Anchor);
    }

    [Fact]
    public void Of_two_ways_the_one_that_breaks_nothing_is_taken()
    {
        var expired = (new CertificateDraft { Subject = Der.Name("I1"), PublicKey = Keys[0].PublicKey, NotAfter = Der.UtcTime("260101000000Z") }).Read(Signer.P256);
        var renewed = Intermediate("I1", "Test CA", Keys[0], Signer.P256);
        var device = (Device with { Issuer = Der.Name("I1") }).Read(Keys[0]);
        foreach (var sent in (ImmutableArray<Certificate>[])[[expired, renewed], [renewed, expired]])
        {
            var found = DeviceCertificateRules.FindAnchor(device, sent, [CA], Reads.Now);
            Assert.Equal([renewed, CA], found.Issuers);
            Assert.Empty(found.Faults);
        }

        Reads.AssertOnly("device_issuers_are_cas", [.. DeviceCertificateRules.FindAnchor(device, [expired], [CA], Reads.Now).Faults]);
    }

    [Fact]
    public void The_names_to_look_CAs_up_by_are_few_and_each_there_once()
    {
        var (device, sent) = Below(4);
        Assert.Equal(["CN=I4", "CN=Test CA", "CN=I1", "CN=I2", "CN=I3"], DeviceCertificateRules.IssuerNames(device, [.. sent, .. sent]).Select(name => name.ToString()));
        var many = Enumerable.Range(0, 20).Select(number => Intermediate($"M{number}", $"N{number}", Keys[0], Keys[1]));
        Assert.Equal(5, DeviceCertificateRules.IssuerNames(device, [.. many]).Length);
    }

    [Fact]
    public void As_many_signatures_as_the_budget_are_verified_and_no_more()
    {
        // All of one name, none of which made the signature; the last of them did.
        var wrong = Enumerable.Range(0, Budget.MaxSignatures).Select(number => (new CertificateDraft { SerialNumber = Der.Integer(number + 1) }).Read(Keys[0])).ToArray();
        var device = Device.Read(Signer.P256);
        Assert.True(DeviceCertificateRules.FindAnchor(device, [], [.. wrong[1..], CA], Reads.Now).IsAccepted);
        var beyond = DeviceCertificateRules.FindAnchor(device, [], [.. wrong, CA], Reads.Now);
        Assert.False(beyond.IsAccepted);
        Reads.AssertOnly("device_chain_budget", [.. beyond.Faults]);
    }

    [Fact]
    public void A_key_identifier_finds_the_CA_at_once_among_many_of_its_name()
    {
        var wrong = Enumerable.Range(0, 50).Select(number => (new CertificateDraft { SerialNumber = Der.Integer(number + 1) }).Read(Keys[0])).ToArray();
        var named = new CertificateDraft().With(Der.Extension("2.5.29.14", false, Der.OctetString([7]))).Read(Signer.P256);
        var device = Device with { Extensions = [Der.Extension("2.5.29.35", false, Der.Sequence(Der.Value(0x80, [7])))] };
        Assert.Same(named, DeviceCertificateRules.FindAnchor(device.Read(Signer.P256), [], [.. wrong, named], Reads.Now).Anchor);
    }

    [Fact]
    public void Intermediates_that_all_have_one_name_and_key_cost_no_more_than_their_pairs()
    {
        var loops = Enumerable.Range(1, 4).Select(number => new CertificateDraft
        {
            SerialNumber = Der.Integer(number),
            Subject = Der.Name("Loop"),
            Issuer = Der.Name("Loop"),
            PublicKey = Keys[0].PublicKey,
        }.Read(Keys[0]));
        Reads.AssertOnly("device_issuer", [.. DeviceCertificateRules.FindAnchor((Device with { Issuer = Der.Name("Loop") }).Read(Keys[0]), [.. loops], [CA], Reads.Now).Faults]);
    }

    [Theory]
    [InlineData(true, ClientAuth)]
    [InlineData(true, ServerAuth, ClientAuth)]
    [InlineData(true, "2.5.29.37.0")]
    [InlineData(false, ServerAuth)]
    public void An_issuers_extKeyUsage_has_clientAuth_or_is_absent(bool accepted, params string[] purposes)
    {
        var draft = new CertificateDraft().With(Der.Extension("2.5.29.37", false, Der.Sequence([.. purposes.Select(Der.Oid)])));
        using var bounded = draft.Read(Signer.P256);
        var (device, sent) = (Device.Read(Signer.P256), (draft with { Subject = Der.Name("I1"), PublicKey = Keys[0].PublicKey }).Read(Signer.P256));
        string[] wanted = accepted ? [] : ["device_issuers_extended_key_usage"];
        Assert.Equal(wanted, Rules(device, bounded));
        Assert.Equal(wanted, Rules((Device with { Issuer = Der.Name("I1") }).Read(Keys[0]), CA, sent));
    }

    [Fact]
    public void A_device_without_a_subject_has_an_alternative_name()
    {
        var nameless = Device with { Subject = Der.Sequence() };
        Assert.Equal(["device_subject_or_alternative_name"], Rules(nameless.Read(Signer.P256), CA));
        Assert.Empty(Rules((nameless with { Extensions = [Der.Extension("2.5.29.17", true, Der.Sequence(Text(2, "d")))] }).Read(Signer.P256), CA));
    }

    public static TheoryData<bool, string, string> DnsNames => new()
    {
        { true, "example.com", "example.com" }, { true, "example.com", "A.Example.COM" }, { false, "example.com", "badexample.com" },
        { false, "example.com", "com" }, { true, ".example.com", "a.example.com" }, { false, ".example.com", "example.com" },
        { true, "", "anything" },
    };

    [Theory]
    [MemberData(nameof(DnsNames))]
    public void DNS_names_lie_in_their_subtrees(bool within, string subtree, string name) => AssertWithin(within, Text(2, subtree), Text(2, name));

    [Theory]
    [InlineData(true, "a@example.com", "a@EXAMPLE.com")]
    [InlineData(false, "a@example.com", "A@example.com")]
    [InlineData(false, "a@example.com", "b@example.com")]
    [InlineData(true, "example.com", "b@example.com")]
    [InlineData(false, "example.com", "b@sub.example.com")]
    [InlineData(true, ".example.com", "b@sub.example.com")]
    [InlineData(false, ".example.com", "b@example.com")]
    [InlineData(false, "example.com", "example.com")]
    public void Mailboxes_lie_in_their_subtrees(bool within, string subtree, string name) => AssertWithin(within, Text(1, subtree), Text(1, name));

    [Theory]
    [InlineData(true, "example.com", "https://example.com/x")]
    [InlineData(true, "example.com", "https://user@EXAMPLE.com:8443?x")]
    [InlineData(false, "example.com", "https://a.example.com/")]
    [InlineData(true, ".example.com", "https://a.example.com#x")]
    [InlineData(false, ".example.com", "https://a.example.com.evil/")]
    [InlineData(false, "example.com", "https://evil/@example.com")]
    public void URIs_lie_in_their_subtrees_by_their_hosts(bool within, string subtree, string name) => AssertWithin(within, Text(6, subtree), Text(6, name));

    [Theory]
    [InlineData("urn:device:1")]
    [InlineData("https://192.0.2.1/")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https:///path")]
    public void A_URI_without_a_host_name_is_refused_under_any_constraint_of_URIs(string name)
    {
        Assert.Equal(["device_name_constraints"], Rules(Named(Text(6, name)).Read(Signer.P256), Constrained(0, Text(6, "example.com"))));
        Assert.Equal(["device_name_constraints"], Rules(Named(Text(6, name)).Read(Signer.P256), Constrained(1, Text(6, "example.com"))));
    }

    [Theory]
    [InlineData(true, "0a000000ff000000", "0a010203")]
    [InlineData(false, "0a000000ff000000", "0b010203")]
    [InlineData(true, "0a000000ffffffff", "0a000000")]
    [InlineData(false, "0a000000ffffffff", "0a000001")]
    [InlineData(false, "0a000000ff000000", "0a000000000000000000000000000000")]
    [InlineData(true, "20010db8000000000000000000000000ffffffff000000000000000000000000", "20010db8000000000000000000000001")]
    public void IP_addresses_lie_in_their_subtrees(bool within, string subtree, string name) =>
        AssertWithin(within, Der.Value(0x87, Convert.FromHexString(subtree)), Der.Value(0x87, Convert.FromHexString(name)));

    [Fact]
    public void Subjects_lie_in_directory_subtrees_whatever_their_case_string_type_and_spaces()
    {
        var organization = Der.Attribute("2.5.4.10", Der.Utf8("Example Fleet"));
        var subtree = Der.Value(0xa4, Der.Sequence(Der.Set(organization)));
        byte[] Named(byte[] value) => Der.Sequence(Der.Set(Der.Attribute("2.5.4.10", value)), Der.Set(Der.CommonName("device-1")));
        var printable = Der.Value(0x13, "EXAMPLE  fleet "u8.ToArray());
        foreach (var (value, within) in ((byte[], bool)[])[(Der.Utf8("Example Fleet"), true), (printable, true), (Der.Utf8("Example"), false), (Der.Utf8("ExampleFleet"), false)])
        {
            var device = (Device with { Subject = Named(value) }).Read(Signer.P256);
            Assert.Equal(within ? [] : ["device_name_constraints"], Rules(device, Constrained(0, subtree)));
            Assert.Equal(within ? ["device_name_constraints"] : [], Rules(device, Constrained(1, subtree)));
        }
    }

    [Fact]
    public void An_email_address_in_the_subject_is_constrained_too()
    {
        var subject = Der.Sequence(Der.Set(Der.Attribute("1.2.840.113549.1.9.1", Der.Value(0x16, "a@evil.example"u8.ToArray()))));
        var device = Device with { Subject = subject };
        Assert.Equal(["device_name_constraints"], Rules(device.Read(Signer.P256), Constrained(0, Text(1, "example.com"))));
        Assert.Empty(Rules((device with { Extensions = [Alternative(Text(1, "a@example.com"))] }).Read(Signer.P256), Constrained(0, Text(1, "example.com"))));
    }

    [Fact]
    public void A_kind_of_name_that_is_not_constrained_is_free() =>
        Assert.Empty(Rules(Named(Text(2, "anything")).Read(Signer.P256), Constrained(0, Text(1, "example.com"))));

    [Fact]
    public void A_constrained_kind_of_name_that_cannot_be_compared_is_refused()
    {
        var other = Der.Value(0xa0, Der.Oid("1.2.3"), Der.Explicit(0, Der.Utf8("x")));
        Assert.Equal(["device_name_constraints"], Rules(Named(other).Read(Signer.P256), Constrained(0, other)));
        Assert.Equal(["device_name_constraints"], Rules(Named(other).Read(Signer.P256), Constrained(1, other)));
        Assert.Empty(Rules(Device.Read(Signer.P256), Constrained(0, other)));
    }

    [Fact]
    public void Constraints_of_an_intermediate_count_and_bind_intermediates_below_it()
    {
        var upper = new CertificateDraft { Subject = Der.Name("I1"), PublicKey = Keys[0].PublicKey }.With(Constraint(1, Text(2, "evil.example"))).Read(Signer.P256);
        var lower = Intermediate("I2", "I1", Keys[1], Keys[0]);
        var named = new CertificateDraft { Subject = Der.Name("I2"), Issuer = Der.Name("I1"), PublicKey = Keys[1].PublicKey }.With(Alternative(Text(2, "evil.example"))).Read(Keys[0]);
        var device = (Device with { Issuer = Der.Name("I2") }).Read(Keys[1]);
        Assert.Empty(Rules(device, CA, upper, lower));
        Assert.Equal(["device_name_constraints"], Rules(device, CA, upper, named));
        Assert.Equal(["device_name_constraints"], Rules((Device with { Issuer = Der.Name("I2"), Extensions = [Alternative(Text(2, "x.evil.example"))] }).Read(Keys[1]), CA, upper, lower));
    }

    [Fact]
    public void More_names_than_the_budget_are_not_compared()
    {
        var subtrees = Enumerable.Range(0, 100).Select(number => Der.Sequence(Text(2, $"n{number}.example"))).ToArray();
        using var constrained = new CertificateDraft().With(Der.Extension("2.5.29.30", true, Der.Sequence(Der.Explicit(1, subtrees)))).Read(Signer.P256);
        Certificate Naming(int count) => Named([.. Enumerable.Range(0, count).Select(number => Text(2, $"a{number}"))]).Read(Signer.P256);
        Assert.Empty(Rules(Naming(100), constrained));
        Assert.Equal(["device_name_constraints", "device_chain_budget"], Rules(Naming(101), constrained));
    }

    private static void AssertWithin(bool within, byte[] subtree, byte[] name)
    {
        Assert.Equal(within ? [] : ["device_name_constraints"], Rules(Named(name).Read(Signer.P256), Constrained(0, subtree)));
        Assert.Equal(within ? ["device_name_constraints"] : [], Rules(Named(name).Read(Signer.P256), Constrained(1, subtree)));
    }

    private static string[] Rules(Certificate device, Certificate ca, params Certificate[] sent) =>
        [.. DeviceCertificateRules.Judge(device, ca, [.. sent], Reads.Now).Select(fault => fault.Rule)];

    private static CertificateDraft Named(params byte[][] names) => Device with { Extensions = [Alternative(names)] };

    private static byte[] Alternative(params byte[][] names) => Der.Extension("2.5.29.17", false, Der.Sequence(names));

    private static Certificate Constrained(int tag, byte[] subtree) => new CertificateDraft().With(Constraint(tag, subtree)).Read(Signer.P256);

    private static byte[] Constraint(int tag, byte[] subtree) => Der.Extension("2.5.29.30", true, Der.Sequence(Der.Explicit(tag, Der.Sequence(subtree))));

    private static byte[] Text(int tag, string text) => Der.Value((byte)(0x80 | tag), Encoding.ASCII.GetBytes(text));

    private static Certificate Intermediate(string subject, string issuer, Signer key, Signer by) =>
        new CertificateDraft { Subject = Der.Name(subject), Issuer = Der.Name(issuer), PublicKey = key.PublicKey }.Read(by);

    /// <summary>A device below so many intermediates; the nearest to the CA is I1, the first of them.</summary>
    private static (Certificate Device, Certificate[] Sent) Below(int count)
    {
        var sent = Enumerable.Range(0, count).Select(index => Intermediate($"I{index + 1}", index == 0 ? "Test CA" : $"I{index}", Keys[index], index == 0 ? Signer.P256 : Keys[index - 1])).ToArray();
        return ((Device with { Issuer = Der.Name($"I{count}") }).Read(Keys[count - 1]), sent);
    }
}
