namespace Anchorage.SigV4.Tests;

public sealed class VectorTests
{
    [Theory]
    [MemberData(nameof(Vector.BotocoreNames), MemberType = typeof(Vector))]
    public void What_botocore_signed_holds(string name)
    {
        var vector = Vector.Named(name);

        var (signature, fault) = RequestSignature.Read(vector.Request);

        Assert.Null(fault);
        Assert.Equal((vector.AccessKeyId, vector.Region, vector.Service), (signature!.AccessKeyId, signature.Region, signature.Service));
        Assert.Equal(vector.Time, signature.SignedAt);
        Assert.Equal((vector.SessionToken, vector.IsPresigned), (signature.SessionToken, signature.IsPresigned));
        Assert.Null(vector.Verify());
    }

    [Theory]
    [MemberData(nameof(Vector.NamesToSignAgain), MemberType = typeof(Vector))]
    public void What_botocore_signed_we_sign_the_same(string name) => SignedAgain.AssertSame(Vector.Named(name));

    [Theory]
    [MemberData(nameof(Vector.CapturedNames), MemberType = typeof(Vector))]
    public void What_other_clients_sent_holds(string name) => Assert.Null(Vector.Named(name).Verify());
}
