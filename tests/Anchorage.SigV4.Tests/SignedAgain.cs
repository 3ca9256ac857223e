namespace Anchorage.SigV4.Tests;

/// <summary>Signs a vector's request with our signer and holds the result against the vector.</summary>
internal static class SignedAgain
{
    public static void AssertSame(Vector vector)
    {
        var credentials = new Credentials(vector.AccessKeyId, vector.SecretAccessKey, vector.SessionToken);
        if (vector.PresignedSeconds is { } seconds)
        {
            var own = vector.RawQuery[..vector.RawQuery.IndexOf("X-Amz-Algorithm", StringComparison.Ordinal)].TrimEnd('&');
            var query = RequestSigner.Presign(
                vector.Request with { RawQuery = own },
                credentials,
                vector.Region,
                vector.Service,
                vector.Time,
                TimeSpan.FromSeconds(seconds));
            Assert.Equal(vector.RawQuery, query);
            return;
        }

        var added = RequestSigner.Sign(
            vector.Request,
            vector.BodySha256,
            credentials,
            vector.Region,
            vector.Service,
            vector.Time,
            withContentSha256: vector.Header("x-amz-content-sha256") is not null);
        Assert.Equal(vector.Header("authorization"), added.Single(h => h.Key == "Authorization").Value);
        Assert.Equal(vector.Header("x-amz-date"), added.Single(h => h.Key == "X-Amz-Date").Value);
    }
}
