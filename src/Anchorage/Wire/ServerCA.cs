using Anchorage.Gateway.Tls;

namespace Anchorage.Wire;

/// <summary><c>/-/server-ca.pem</c>: what devices have to trust. Unsigned, because a device needs it before anything else.</summary>
internal static class ServerCA
{
    public const string Path = "/-/server-ca.pem";

    public static bool Answers(string rawPath) => rawPath == Path;

    public static async Task<Answer> AnswerAsync(CertificateSource certificates) => (await certificates.GetAsync()).RootPem is { } pem
        ? Answer.Pem(pem)
        : Answer.Failure(WireError.ResourceNotFound(
            "The device endpoint shows the certificate of --tls-certificate, whose file does not hold its root. Devices need the root of whoever issued it."));
}
