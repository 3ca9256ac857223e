using System.Text;

namespace Anchorage.Client.Proof;

/// <summary>Gets the passphrase of an encrypted key: from the environment, or from whoever sits at the terminal. Never from an argument, which others see.</summary>
internal static class Passphrase
{
    public const string Variable = "ANCHORAGE_CA_KEY_PASSPHRASE";

    /// <summary>The passphrase, which the caller is to clear.</summary>
    public static Outcome<char[]> Ask(string file) =>
        Surroundings.OfProcess.Variable(Variable) is { } given ? given.ToCharArray()
        : Console.IsInputRedirected ? Failure.Unreachable(
            $"{file} is encrypted and no passphrase was given. Set {Variable}, or call on a terminal and be asked for it.")
        : Prompt(file);

    private static char[] Prompt(string file)
    {
        // On standard error, so that what is printed for a program stays clean.
        Console.Error.Write($"Passphrase of {file}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key is not ConsoleKey.Enter)
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        var passphrase = new char[typed.Length];
        typed.CopyTo(0, passphrase, typed.Length);
        for (var index = 0; index < typed.Length; index++)
        {
            typed[index] = '\0';
        }

        return passphrase;
    }
}
