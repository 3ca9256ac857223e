using System.Text.Json;

namespace Anchorage.Configuration;

/// <summary>The values that were given, from the command line, the environment and the file, in this order of precedence.</summary>
internal sealed class Settings
{
    private readonly Func<Setting, string?> _commandLine;
    private readonly Func<string, string?> _environment;
    private readonly string? _path;
    private readonly Dictionary<string, string> _file;

    private Settings(Func<Setting, string?> commandLine, Func<string, string?> environment, string? path, Dictionary<string, string> file)
    {
        _commandLine = commandLine;
        _environment = environment;
        _path = path;
        _file = file;
    }

    /// <summary>Gathers the sources. What is wrong with the file is added to <paramref name="faults"/>.</summary>
    public static Settings Gather(Func<Setting, string?> commandLine, Func<string, string?> environment, List<string> faults)
    {
        var settings = new Settings(commandLine, environment, null, []);
        return settings.Find(Setting.Config) is { } path
            ? new Settings(commandLine, environment, path, ReadFile(path, faults))
            : settings;
    }

    /// <summary>The value with where it came from for messages; the default, or null, when it is given nowhere. An empty value counts as none.</summary>
    public string? Find(Setting setting) => Given(setting) ?? setting.Default;

    public bool IsOn(Setting setting) => Given(setting) is { } text && bool.TryParse(text, out var on) && on;

    /// <summary>The value as it was given; null when it was not.</summary>
    public string? Given(Setting setting) => OnCommandLine(setting) ?? InEnvironment(setting) ?? NotEmpty(_file.GetValueOrDefault(setting.Name));

    /// <summary>Where the value stands, for messages: <c>--http</c>, <c>ANCHORAGE_HTTP</c>, or the file and its key. Where it would stand when it was not given.</summary>
    public string PlaceOf(Setting setting) =>
        OnCommandLine(setting) is not null ? $"--{setting.Name}"
        : InEnvironment(setting) is not null ? setting.Variable
        : Given(setting) is not null ? $"{_path}: {setting.Name}"
        : setting.Secret ? setting.Variable : $"--{setting.Name}";

    private string? OnCommandLine(Setting setting) => NotEmpty(setting.Secret ? null : _commandLine(setting));

    private string? InEnvironment(Setting setting) => NotEmpty(_environment(setting.Variable));

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Dictionary<string, string> ReadFile(string path, List<string> faults)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                faults.Add($"{path}: the file must hold one JSON object.");
                return values;
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!Setting.All.Any(setting => setting.Name == member.Name && setting != Setting.Config))
                {
                    faults.Add($"{path}: {member.Name} is not a setting. docs/configuration.md lists them.");
                }
                else if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False)
                {
                    values[member.Name] = member.Value.ToString();
                }
                else
                {
                    faults.Add($"{path}: {member.Name} must be a string, or true or false for a switch.");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            faults.Add($"{path}: the file cannot be read: {exception.Message}");
        }

        return values;
    }
}
