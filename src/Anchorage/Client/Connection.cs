using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.Client;

/// <summary>An HTTP client that follows no redirects, keeps to a time, and trusts what the machine or AWS_CA_BUNDLE says.</summary>
internal static class Connection
{
    private const int MostAnswerBytes = 4 << 20;

    public static Outcome<HttpClient> Open(ServiceAddress address, TimeSpan timeout, Surroundings surroundings)
    {
        var policy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (surroundings.Variable("AWS_CA_BUNDLE") is { } bundle)
        {
            try
            {
                policy.CustomTrustStore.ImportFromPemFile(bundle);
                policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
            {
                return Failure.Unreachable($"AWS_CA_BUNDLE names {Visible.Text(bundle)}, which cannot be read as PEM certificates: {Visible.Text(exception.Message)}");
            }
        }

#pragma warning disable CA2000 // The client owns it, and whoever opened the client disposes that.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = timeout,
            UseCookies = false,

            // A proxy for the way out has no business between two processes of one machine.
            UseProxy = !address.Endpoint.IsLoopback,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
#pragma warning restore CA2000
        return new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = MostAnswerBytes };
    }
}
