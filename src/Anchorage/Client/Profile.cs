using Anchorage.SigV4;

namespace Anchorage.Client;

/// <summary>One AWS profile, from the credentials file and the config file together.</summary>
internal sealed class Profile
{
    // Each names a way to get credentials that asks another service first; the AWS CLI knows them all.
    private static readonly string[] OtherWays = ["role_arn", "source_profile", "web_identity_token_file", "sso_session", "sso_start_url", "login_session"];

    private readonly Dictionary<string, string> _credentials;
    private readonly Dictionary<string, string> _config;
    private readonly string? _endpoint;

    private Profile(string name, Dictionary<string, string> credentials, Dictionary<string, string> config, string? endpoint)
    {
        Name = name;
        _credentials = credentials;
        _config = config;
        _endpoint = endpoint;
    }

    public string Name { get; }

    public string? Region => Value(_config, "region") ?? Value(_credentials, "region");

    /// <summary>Where the profile sends requests to AWS IoT; null when it leaves that open.</summary>
    public string? Endpoint => _endpoint ?? Value(_config, "endpoint_url");

    /// <summary>Finds the profile that is asked for, or the default one, which may be empty.</summary>
    /// <param name="asked">The value of --profile.</param>
    public static Outcome<Profile> Find(string? asked, Surroundings surroundings)
    {
        var name = asked ?? surroundings.Variable("AWS_PROFILE") ?? surroundings.Variable("AWS_DEFAULT_PROFILE");
        var credentialsPath = surroundings.File("AWS_SHARED_CREDENTIALS_FILE", "credentials");
        var configPath = surroundings.File("AWS_CONFIG_FILE", "config");
        var credentials = ProfileFile.Read(credentialsPath);
        var config = ProfileFile.Read(configPath);
        if ((credentials.Failure ?? config.Failure) is { } failure)
        {
            return failure;
        }

        var inCredentials = credentials.Value!.GetValueOrDefault(name ?? "default");
        var inConfig = config.Value!.GetValueOrDefault($"profile {name ?? "default"}")
            ?? (name is null or "default" ? config.Value!.GetValueOrDefault("default") : null);
        if (name is not null && inCredentials is null && inConfig is null)
        {
            return Failure.Unreachable($"There is no profile {Visible.Text(name)} in {credentialsPath} or {configPath}. Check --profile and AWS_PROFILE.");
        }

        var services = inConfig?.GetValueOrDefault("services") is { Length: > 0 } of ? config.Value!.GetValueOrDefault($"services {of}") : null;
        return new Profile(name ?? "default", inCredentials ?? [], inConfig ?? [], services is null ? null : Value(services, "iot.endpoint_url"));
    }

    /// <summary>The profile's keys; null when it has none.</summary>
    public Outcome<CredentialsFound> FindCredentials()
    {
        // The order of the AWS CLI: a role or a session goes before keys that stand beside it.
        if (OtherWays.FirstOrDefault(key => Value(_config, key) is not null || Value(_credentials, key) is not null) is { } other)
        {
            return Unsupported(other);
        }

        var found = Keys(_credentials);
        if (found is null && Value(_config, "credential_process") is not null)
        {
            return Unsupported("credential_process");
        }

        return new CredentialsFound(found ?? Keys(_config));
    }

    private Failure Unsupported(string key) => Failure.Unreachable(
        $"The profile {Visible.Text(Name)} gets its credentials by {key}, which anchorage does not do. Let the AWS CLI get them: eval \"$(aws configure export-credentials --profile {ShellWord.Of(Name)} --format env)\", then call again without --profile.");

    private static Credentials? Keys(Dictionary<string, string> section) =>
        Value(section, "aws_access_key_id") is { } id && Value(section, "aws_secret_access_key") is { } secret
            ? new Credentials(id, secret, Value(section, "aws_session_token") ?? Value(section, "aws_security_token"))
            : null;

    private static string? Value(Dictionary<string, string> section, string key) => section.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;
}

/// <summary>What was found; no credentials is an answer too.</summary>
internal sealed record CredentialsFound(Credentials? Credentials);
