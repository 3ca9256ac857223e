using System.Runtime.InteropServices;

namespace Anchorage.Gateway.Tls;

/// <summary>What .NET does not let a server say to OpenSSL: that it issues no session tickets.</summary>
/// <remarks>
/// A resumed session has lost the certificates that the client sent beside its own, so none may be resumed. Forbidding it per handshake
/// makes OpenSSL build a context for each; tickets that were never issued cost nothing. OpenSSL reads its configuration once, when it is
/// first used in a process, so this must come before.
/// </remarks>
internal static class OpenSslConfiguration
{
    /// <summary>Where distributions keep their own, whose settings go on to hold.</summary>
    private static readonly string[] Distribution = ["/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf"];

    private const string Variable = "OPENSSL_CONF";

    /// <summary>The auxiliary vector's word for a process that may not trust its environment; OpenSSL then ignores the variable.</summary>
    private const int AtSecure = 23;

    /// <summary>Whether this process issues no tickets, so that sessions may be left resumable because nobody can resume one.</summary>
    public static bool IsApplied { get; private set; }

    /// <summary>Writes the configuration into the data folder and points OpenSSL to it. Where that cannot work, handshakes forbid resumption themselves.</summary>
    public static void Apply(string dataFolder)
    {
        // An operator's own configuration holds, and OpenSSL that is loaded already has read another.
        if (IsApplied || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || IsLoaded() || GetAuxiliaryValue(AtSecure) != 0)
        {
            return;
        }

        var path = Path.Combine(dataFolder, "openssl.cnf");
        var text = TextOver(Distribution.FirstOrDefault(File.Exists));
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            // Whatever a loss of power leaves of it is put right by the next start.
            Accounts.PrivateFile.Write(path, text, mustLast: false);
        }

        // .NET keeps its own copy of the environment, which OpenSSL does not see.
        IsApplied = SetVariable(System.Text.Encoding.UTF8.GetBytes(Variable + "\0"), System.Text.Encoding.UTF8.GetBytes(path + "\0"), 1) == 0;
    }

    /// <summary>Adds to the sections that the distribution's file uses, under the names it gave them, and makes those it has not.</summary>
    private static string TextOver(string? distribution)
    {
        var given = distribution is null ? [] : Assignments(distribution);
        var init = given.GetValueOrDefault(("default", "openssl_conf"), "anchorage_init");
        var ssl = given.GetValueOrDefault((init, "ssl_conf"), "anchorage_ssl");
        var tls = given.GetValueOrDefault((ssl, "system_default"), "anchorage_tls");
        return $"""
            # Written by anchorage serve, and read by OpenSSL through OPENSSL_CONF.
            {(distribution is null ? "" : $".include {distribution}")}
            [default]
            openssl_conf = {init}
            [{init}]
            ssl_conf = {ssl}
            [{ssl}]
            system_default = {tls}
            [{tls}]
            NumTickets = 0
            Options = -SessionTicket

            """;
    }

    private static Dictionary<(string Section, string Key), string> Assignments(string file)
    {
        var found = new Dictionary<(string, string), string>();
        var section = "default";
        foreach (var line in File.ReadLines(file).Select(line => line.Split('#')[0].Trim()))
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1].Trim();
            }
            else if (line.Split('=', 2) is [var key, var value])
            {
                found[(section, key.Trim())] = value.Trim();
            }
        }

        return found;
    }

    private static bool IsLoaded() => File.ReadLines("/proc/self/maps").Any(line => line.Contains("/libssl.so", StringComparison.Ordinal));

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(byte[] name, byte[] value, int overwrite);

    [DllImport("libc", EntryPoint = "getauxval")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint GetAuxiliaryValue(nuint type);
}
