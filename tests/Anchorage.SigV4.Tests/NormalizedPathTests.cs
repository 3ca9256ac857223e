namespace Anchorage.SigV4.Tests;

public sealed class NormalizedPathTests
{
    [Theory]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("/a//b/./c/../d/", "/a/b/d/")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/b/..", "/a")]
    [InlineData("/../../a", "/a")]
    [InlineData("/a/.", "/a")]
    [InlineData("/.a/..b/c./...", "/.a/..b/c./...")]
    [InlineData("/%2E%2E/a", "/%2E%2E/a")]
    [InlineData("*", "*")]
    [InlineData("./a", "a")]
    public void Dot_segments_and_empty_segments_are_removed(string rawPath, string normalized) =>
        Assert.Equal(normalized, NormalizedPath.Of(rawPath));

    [Fact]
    public void A_path_in_order_is_returned_as_it_is()
    {
        var path = string.Concat("/things/", "a%2Fb.c");
        Assert.Same(path, NormalizedPath.Of(path));
    }

    // The trap that the type's remarks warn of: this is why a router must use the normalized path.
    [Fact]
    public void A_signature_over_a_path_holds_for_its_dotted_twin() => Assert.Null(
        (Sample.Signed() with { RawPath = "/x/..//cacertificate" }).Verify());
}
