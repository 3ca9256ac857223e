using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>A key pair that a certificate can be for and be signed with.</summary>
internal abstract partial class CertificateKey
{
    // Keys of RSA are dear to make, so cases share them; the others are made anew each time.
    private static readonly ConcurrentDictionary<string, CertificateKey> s_shared = new();

    /// <summary>SubjectPublicKeyInfo.</summary>
    public abstract byte[] PublicKey { get; }

    public abstract string PrivateKeyPem { get; }

    /// <summary>The AlgorithmIdentifier of a signature made with this key.</summary>
    public abstract byte[] Algorithm(string hash, bool pss);

    public abstract byte[] Sign(byte[] data, string hash, bool pss);

    /// <summary>
    /// <c>P-256</c>, <c>P-384</c>, <c>P-521</c>, <c>P-256 with explicit parameters</c>, <c>secp256k1</c>, <c>RSA 2048</c>,
    /// <c>RSA 1024</c>, <c>RSA 2048 exponent 3</c>, <c>RSA 2048 ROCA</c>, <c>Ed25519</c>, <c>Ed448</c>, <c>DSA</c>, …
    /// </summary>
    public static CertificateKey Of(string description)
    {
        if (OpenSslKey.Algorithms.Contains(description))
        {
            return s_shared.GetOrAdd(description, OpenSslKey.Make);
        }

        if (Rsa().Match(description) is not { Success: true } rsa)
        {
            return EllipticKey.Make(description);
        }

        return s_shared.GetOrAdd(description, _ =>
        {
            var bits = int.Parse(rsa.Groups["bits"].Value, CultureInfo.InvariantCulture);
            var exponent = rsa.Groups["exponent"] is { Success: true } given
                ? System.Numerics.BigInteger.Parse(given.Value, CultureInfo.InvariantCulture)
                : 65537;
            return rsa.Groups["roca"].Success ? SmallPrimeRsaKey.Roca()
                : bits is 2048 or 4096 && exponent == 65537 ? new RsaKey(bits)
                : SmallPrimeRsaKey.Make(bits, exponent);
        });
    }

    [GeneratedRegex("^RSA (?<bits>[0-9]+)(?: exponent (?<exponent>[0-9]+))?(?<roca> ROCA)?$")]
    private static partial Regex Rsa();
}
