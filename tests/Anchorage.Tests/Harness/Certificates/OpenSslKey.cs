using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>A key of an algorithm that .NET does not make, from the openssl command.</summary>
internal sealed class OpenSslKey : CertificateKey
{
    public static readonly string[] Algorithms = ["Ed25519", "Ed448", "DSA"];

    private readonly string _algorithm;

    private OpenSslKey(string algorithm, string privateKeyPem, byte[] publicKey)
    {
        _algorithm = algorithm;
        PrivateKeyPem = privateKeyPem;
        PublicKey = publicKey;
    }

    public override byte[] PublicKey { get; }

    public override string PrivateKeyPem { get; }

    public static OpenSslKey Make(string algorithm)
    {
        using var folder = new OpenSslFolder();
        if (algorithm == "DSA")
        {
            folder.Run("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:2048", "-out", "parameters.pem");
            folder.Run("genpkey", "-paramfile", "parameters.pem", "-out", "key.pem");
        }
        else
        {
            folder.Run("genpkey", "-algorithm", algorithm, "-out", "key.pem");
        }

        folder.Run("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der");
        return new OpenSslKey(algorithm, folder.ReadText("key.pem"), folder.Read("public.der"));
    }

    public override byte[] Algorithm(string hash, bool pss) => Der.Algorithm(_algorithm switch
    {
        "Ed25519" => "1.3.101.112",
        "Ed448" => "1.3.101.113",
        _ => "2.16.840.1.101.3.4.3.2",
    });

    public override byte[] Sign(byte[] data, string hash, bool pss)
    {
        using var folder = new OpenSslFolder();
        folder.Write("key.pem", System.Text.Encoding.ASCII.GetBytes(PrivateKeyPem));
        folder.Write("data", _algorithm == "DSA" ? SHA256.HashData(data) : data);
        folder.Run(_algorithm == "DSA"
            ? ["pkeyutl", "-sign", "-inkey", "key.pem", "-in", "data", "-pkeyopt", "digest:sha256", "-out", "signature"]
            : ["pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "data", "-out", "signature"]);
        return folder.Read("signature");
    }

    private sealed class OpenSslFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("anchorage-openssl-").FullName;

        public void Run(params string[] arguments)
        {
            var start = new ProcessStartInfo("openssl", arguments)
            {
                WorkingDirectory = _path,
                RedirectStandardError = true,
            };
            Process process;
            try
            {
                process = Process.Start(start)!;
            }
            catch (Win32Exception exception)
            {
                throw new InvalidDataException("The command openssl is not there; install the package openssl (apt-get install openssl).", exception);
            }

            using (process)
            {
                var errors = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0)
                {
                    throw new InvalidDataException($"openssl {string.Join(' ', arguments)} failed: {errors}");
                }
            }
        }

        public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_path, name));

        public string ReadText(string name) => File.ReadAllText(Path.Combine(_path, name));

        public void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_path, name), content);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
