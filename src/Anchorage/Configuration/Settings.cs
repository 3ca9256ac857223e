using System.Text.Json;

namespace Anchorage.Configuration;

/// <summary>The values that were given, from the command line, the environment and the file, in this order of precedence.</summary>
internal sealed class Settings
{
    private readonly Func<Setting, string?> _commandLine;
    private readonly Func<string, string?> _environment;
    private readonly Dictionary<string, string> _file;

    private Settings(Func<Setting, string?> commandLine, Func<string, string?> environment, Dictionary<string, string> file)
    {
        _commandLine = commandLine;
        _environment = environment;
        _file = file;
    }

    /// <summary>Gathers the sources. What is wrong with the file is added to <paramref name="faults"/>.</summary>
    public static Settings Gather(Func<Setting, string?> commandLine, Func<string, string?> environment, List<string> faults)
    {
        var settings = new Settings(commandLine, environment, []);
        return settings.Find(Setting.Config) is { } path
            ? new Settings(commandLine, environment, ReadFile(path, faults))
            : settings;
    }

    /// <summary>The value with where it came from for messages; the default, or null, when it is given nowhere. An empty value counts as none.</summary>
    public string? Find(Setting setting) => Given(setting) ?? setting.Default;

    public bool IsOn(Setting setting) => Given(setting) is { } text && bool.TryParse(text, out var on) && on;

    /// <summary>The value as it was given; null when it was not.</summary>
    public string? Given(Setting setting) =>
        NotEmpty(setting.Secret ? null : _commandLine(setting)) ?? NotEmpty(_environment(setting.Variable)) ?? NotEmpty(_file.GetValueOrDefault(setting.Name));

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
