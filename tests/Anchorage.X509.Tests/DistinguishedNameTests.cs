namespace Anchorage.X509.Tests;

/// <summary>Names: what is read, what is refused, and how they are shown to people.</summary>
public sealed class DistinguishedNameTests
{
    private const string CommonName = "2.5.4.3";

    private static readonly CertificateDraft Draft = new();

    [Fact]
    public void A_name_is_shown_last_set_first()
    {
        var name = Der.Sequence(
            Der.Set(Der.Attribute("2.5.4.6", Der.Value(0x13, "SE"u8.ToArray()))),
            Der.Set(Der.Attribute("2.5.4.10", Der.Utf8("Exempel AB"))),
            Der.Set(Der.Attribute("2.5.4.11", Der.Utf8("unit")), Der.CommonName("Ümläut 證書")),
            Der.Set(Der.Attribute("1.2.3.4", Der.Utf8("x"))));
        Assert.Equal("1.2.3.4=x,OU=unit+CN=Ümläut 證書,O=Exempel AB,C=SE", Subject(name).ToString());
    }

    [Theory]
    [InlineData("a,b+c\"d\\e<f>g;h", "a\\,b\\+c\\\"d\\\\e\\<f\\>g\\;h")]
    [InlineData("#a", "\\#a")]
    [InlineData("a#", "a#")]
    [InlineData(" a ", "\\ a\\ ")]
    [InlineData(" ", "\\ ")]
    [InlineData("a\0b\r\n\u001b[31m", "a\\00b\\0D\\0A\\1B[31m")]
    [InlineData("a\u202Eb\u200Bc\uFEFF", "a\\E2\\80\\AEb\\E2\\80\\8Bc\\EF\\BB\\BF")]
    [InlineData("\u007f\u0085\u2028", "\\7F\\C2\\85\\E2\\80\\A8")]
    public void Characters_that_confuse_are_escaped(string value, string shown) =>
        Assert.Equal("CN=" + shown, Subject(Der.Name(value)).ToString());

    [Fact]
    public void A_long_name_is_cut_short()
    {
        var shown = Subject(Der.Name([.. Enumerable.Repeat(new string('a', 1000), 30)])).ToString();
        Assert.Equal(DistinguishedName.MaxDisplayCharacters + 3, shown.Length);
        Assert.EndsWith("aaa...", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_of_control_characters_is_cut_short() =>
        Assert.InRange(Subject(Der.Name(new string('\0', 20_000))).ToString().Length, 500, DistinguishedName.MaxDisplayCharacters + 3);

    [Fact]
    public void A_value_that_is_no_string_is_shown_as_the_hex_of_its_DER() =>
        Assert.Equal("2.5.4.45=#03020001", Subject(Of("2.5.4.45", Der.BitString([1]))).ToString());

    [Fact]
    public void The_values_of_a_type_are_told_in_the_order_they_stand_and_as_sent()
    {
        var name = Subject(Der.Sequence(
            Der.Set(Der.Attribute("2.5.4.11", Der.Utf8("first"))),
            Der.Set(Der.Attribute("2.5.4.10", Der.Value(0x13, "Acme"u8.ToArray()))),
            Der.Set(Der.CommonName("lamp"), Der.Attribute("2.5.4.11", Der.Utf8("a,b+\n"))),
            Der.Set(Der.Attribute("2.5.4.11", Der.Utf8("first")))));
        Assert.Equal(["first", "a,b+\n", "first"], name.ValuesOf("2.5.4.11"));
        Assert.Equal(["Acme"], name.ValuesOf("2.5.4.10"));
        Assert.Equal(name.CommonNames, name.ValuesOf(CommonName));
        Assert.Empty(name.ValuesOf("2.5.4.1"));
        Assert.Empty(name.ValuesOf("2.5.4.110"));
    }

    [Theory]
    [InlineData(0x0c, "c3a5", "å")]
    [InlineData(0x13, "2761203a273f", "'a :'?")]
    [InlineData(0x12, "3132203334", "12 34")]
    [InlineData(0x14, "e5", "å")]
    [InlineData(0x16, "6140622e63", "a@b.c")]
    [InlineData(0x1a, "7e", "~")]
    [InlineData(0x1c, "0001f600", "😀")]
    [InlineData(0x1e, "00e58b49", "å證")]
    public void Each_string_type_is_read(byte tag, string hex, string text) =>
        Assert.Equal([text], Subject(Of(CommonName, Der.Value(tag, Convert.FromHexString(hex)))).CommonNames);

    [Theory]
    [InlineData(0x0c, "ff")]
    [InlineData(0x0c, "c080")]
    [InlineData(0x0c, "eda080")]
    [InlineData(0x13, "40")]
    [InlineData(0x13, "2a")]
    [InlineData(0x13, "00")]
    [InlineData(0x12, "61")]
    [InlineData(0x16, "e5")]
    [InlineData(0x1a, "0a")]
    [InlineData(0x1c, "00110000")]
    [InlineData(0x1c, "0001f6")]
    [InlineData(0x1c, "ffffffff")]
    [InlineData(0x1e, "00")]
    [InlineData(0x1e, "d800")]
    [InlineData(0x2c, "0c0161")]
    [InlineData(0x33, "130161")]
    public void Strings_beyond_their_type_are_refused(byte tag, string hex)
    {
        var name = Of(CommonName, Der.Value(tag, Convert.FromHexString(hex)));
        Assert.Equal("certificate_name_string", (Draft with { Subject = name }).Fault(Signer.P256).Rule);
        Assert.Equal("certificate_name_string", (Draft with { Issuer = name }).Fault(Signer.P256).Rule);
    }

    public static TheoryData<string, byte[]> BadForms => new()
    {
        { "certificate_name_form", Der.Sequence(Der.Set()) },
        { "certificate_name_form", Der.Sequence(Der.Set(Der.Attribute("2.5.4.11", Der.Utf8("a")), Der.CommonName("a"))) },
        { "certificate_name_form", Der.Name([.. Enumerable.Repeat("a", DistinguishedName.MaxAttributes + 1)]) },
        { "certificate_structure", Der.Set(Der.Set(Der.CommonName("a"))) },
        { "certificate_structure", Der.Sequence(Der.Sequence(Der.CommonName("a"))) },
        { "certificate_structure", Der.Sequence(Der.CommonName("a")) },
        { "certificate_structure", Der.Sequence(Der.Set(Der.Sequence(Der.Utf8("a")))) },
        { "der_encoding", Der.Sequence(Der.Set(Der.Sequence(Der.Oid(CommonName)))) },
        { "der_no_trailing_bytes", Der.Sequence(Der.Set(Der.Sequence(Der.Oid(CommonName), Der.Utf8("a"), Der.Null))) },
        { "der_nesting_depth", Of(CommonName, Nested(40)) },
    };

    [Theory]
    [MemberData(nameof(BadForms))]
    public void Names_of_another_form_are_refused(string rule, byte[] name) =>
        Assert.Equal(rule, (Draft with { Subject = name }).Fault(Signer.P256).Rule);

    [Fact]
    public void A_name_may_have_as_many_attributes_as_the_limit_says() =>
        Assert.Equal(
            DistinguishedName.MaxAttributes,
            Subject(Der.Name([.. Enumerable.Repeat("a", DistinguishedName.MaxAttributes)])).CommonNames.Length);

    [Fact]
    public void Names_are_equal_when_their_DER_is()
    {
        Assert.Equal(Subject(Der.Name("a")), Subject(Der.Name("a")));
        Assert.Equal(Subject(Der.Name("a")).GetHashCode(), Subject(Der.Name("a")).GetHashCode());
        Assert.NotEqual(Subject(Der.Name("a")), Subject(Der.Name("A")));
        Assert.NotEqual(Subject(Of(CommonName, Der.Utf8("a"))), Subject(Of(CommonName, Der.Value(0x13, "a"u8.ToArray()))));
    }

    private static byte[] Of(string type, byte[] value) => Der.Sequence(Der.Set(Der.Attribute(type, value)));

    private static byte[] Nested(int depth) => depth == 0 ? Der.Null : Der.Sequence(Nested(depth - 1));

    private static DistinguishedName Subject(byte[] name) => (Draft with { Subject = name }).Read(Signer.P256).Subject;
}
