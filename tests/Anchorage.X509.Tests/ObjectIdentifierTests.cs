namespace Anchorage.X509.Tests;

/// <summary>Object identifiers in dotted form.</summary>
public sealed class ObjectIdentifierTests
{
    [Theory]
    [InlineData("0.0")]
    [InlineData("0.39")]
    [InlineData("1.0")]
    [InlineData("1.39.1")]
    [InlineData("2.0")]
    [InlineData("2.5.29.19")]
    [InlineData("2.999.3")]
    [InlineData("1.2.840.113549.1.1.11")]
    [InlineData("2.25.329800735698586629295641978511506172918")]
    public void Identifiers_are_shown_as_they_are_written(string dotted) => Assert.Equal(dotted, ObjectIdentifier.Of(dotted).ToString());

    [Fact]
    public void An_arc_beyond_128_bits_is_shown_as_a_question_mark()
    {
        byte[] content = [0x2a, .. Enumerable.Repeat((byte)0xff, 30), 0x7f, 0x03];
        Assert.True(ObjectIdentifier.IsCanonical(content));
        Assert.Equal("1.2.?.3", new ObjectIdentifier(content).ToString());
        Assert.Equal("2.?", new ObjectIdentifier((byte[])[.. Enumerable.Repeat((byte)0xff, 30), 0x7f]).ToString());
    }

    [Fact]
    public void Identifiers_are_equal_when_their_octets_are()
    {
        Assert.True(ObjectIdentifier.Of("1.2.3") == ObjectIdentifier.Of("1.2.3"));
        Assert.True(ObjectIdentifier.Of("1.2.3") != ObjectIdentifier.Of("1.2.4"));
        Assert.Equal("", default(ObjectIdentifier).ToString());
    }
}
