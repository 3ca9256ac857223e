using System.Security.Cryptography;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>The command lines that sign a proof request where the CA's key is, and the one that registers with what they make.</summary>
internal sealed class SigningLines(string requestFile, string sameService)
{
    // As openssl makes them itself, but without a file beside the CA's that counts.
    private readonly string _serialNumber = $"0x{Convert.ToHexStringLower([(byte)(RandomNumberGenerator.GetInt32(0x40) + 0x40), .. RandomNumberGenerator.GetBytes(15)])}";

    public string KeyFile => Sign("-CAkey ca.key");

    public string Token => Sign("-engine pkcs11 -CAkeyform engine -CAkey 'pkcs11:token=TOKEN;object=LABEL;type=private'");

    public string TokenByProvider => Sign("-provider pkcs11 -provider default -CAkey 'pkcs11:token=TOKEN;object=LABEL;type=private'");

    public string Register => $"anchorage ca register --ca-cert ca.pem --verification-cert proof.pem{sameService}";

    /// <param name="isPrinted">Whether the request was printed, and is yet to be put into its file.</param>
    public string Text(bool isPrinted) => $"""
        {(isPrinted ? $"Save the request as {Visible.Text(requestFile)}, and take it to where the CA's key is." : "Take it to where the CA's key is.")} The key does not leave that place.

        With the key in a file:
          {KeyFile}

        With the key in a PKCS #11 token (an HSM), by OpenSSL's engine (libengine-pkcs11-openssl):
          {Token}
        or by its provider (pkcs11-provider):
          {TokenByProvider}
        The token's name and the key's label are what this lists:
          pkcs11-tool --module /PATH/TO/MODULE.so --login --list-objects --type privkey

        Then register with the proof they make:
          {Register}
        """;

    private string Sign(string key) =>
        $"openssl x509 -req -in {ShellWord.Of(requestFile)} -CA ca.pem {key} -set_serial {_serialNumber} -sha256 -days 30 -out proof.pem";
}
