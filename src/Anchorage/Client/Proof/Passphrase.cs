using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Anchorage.Client.Proof;

/// <summary>Gets the passphrase of an encrypted key: from the environment, or from whoever sits at the terminal. Never from an argument, which others see.</summary>
internal static class Passphrase
{
    public const string Variable = "ANCHORAGE_CA_KEY_PASSPHRASE";

    // What a terminal hands over as one line.
    private const int MostOctets = 4096;

    /// <summary>The passphrase, which the caller is to clear.</summary>
    public static Outcome<char[]> Ask(string file) =>
        Surroundings.OfProcess.Variable(Variable) is { } given ? given.ToCharArray()
        : Console.IsInputRedirected ? Failure.Unreachable(
            $"{file} is encrypted and no passphrase was given. Set {Variable}, or call on a terminal and be asked for it.")
        : Prompt(file);

    private static char[] Prompt(string file)
    {
        var line = new byte[MostOctets];
        var length = 0;
        using (new SilentTerminal())
        {
            // On standard error, so that what is printed for a program stays clean.
            Console.Error.Write($"Passphrase of {file}: ");
            using var handle = new SafeFileHandle(0, ownsHandle: false);
            using var input = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            while (length < line.Length && input.Read(line, length, 1) == 1 && line[length] is not ((byte)'\n' or (byte)'\r'))
            {
                length++;
            }
        }

        Console.Error.WriteLine();
        var passphrase = Encoding.UTF8.GetChars(line, 0, length);
        CryptographicOperations.ZeroMemory(line);
        return passphrase;
    }
}
