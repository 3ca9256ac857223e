namespace Anchorage.Client;

/// <summary>The environment a command runs in: its variables and the caller's home.</summary>
internal sealed class Surroundings(Func<string, string?> variables)
{
    public static readonly Surroundings OfProcess = new(Environment.GetEnvironmentVariable);

    /// <summary>A variable's value; null when it is not set, or empty.</summary>
    public string? Variable(string name) => variables(name) is { Length: > 0 } value ? value : null;

    /// <summary>The file that a variable names, else that of this name in <c>~/.aws</c>.</summary>
    public string File(string variable, string name)
    {
        var home = Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Variable(variable) switch
        {
            null => Path.Combine(home, ".aws", name),
            ['~', '/', .. var rest] => Path.Combine(home, rest),
            var path => path,
        };
    }
}
