using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Anchorage.Tests.Commands;

/// <summary>A peer that answers every connection with the same bytes, whatever it is sent: what a proxy, a wrong port or a broken server is.</summary>
internal sealed class CannedService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly byte[] _answer;

    /// <param name="answer">The whole answer, with its status line; empty to hang up.</param>
    /// <param name="certificate">To speak TLS with.</param>
    public CannedService(string answer, X509Certificate2? certificate = null)
    {
        _answer = Encoding.Latin1.GetBytes(answer);
        _certificate = certificate;
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url => $"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static string Http(string status, string type, string body, string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}Connection: close\r\n\r\n{body}";

    /// <summary>A self-signed certificate for a name, with its key.</summary>
    public static X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var caller = await _listener.AcceptTcpClientAsync();
                await using Stream stream = _certificate is null ? caller.GetStream() : new SslStream(caller.GetStream());
                if (stream is SslStream tls)
                {
                    await tls.AuthenticateAsServerAsync(_certificate!);
                }

                _ = await stream.ReadAsync(new byte[65536]);
                await stream.WriteAsync(_answer);
            }
            catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
            {
                // This caller went away, which some of them are to do.
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
