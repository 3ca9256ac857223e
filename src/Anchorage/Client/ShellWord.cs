namespace Anchorage.Client;

/// <summary>A piece of data inside a command line that we suggest: whoever pastes it runs that command, and nothing that hides in the data.</summary>
internal static class ShellWord
{
    private const string Safe = "%+,-./:=@_";

    /// <summary>As it is when a shell takes it for one plain word, else in single quotes.</summary>
    public static string Of(string text)
    {
        var visible = Visible.Text(text);
        return visible.Length > 0 && visible.All(character => char.IsAsciiLetterOrDigit(character) || Safe.Contains(character, StringComparison.Ordinal))
            ? visible
            : $"'{visible.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
