using System.CommandLine;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>The options of every verb that calls the service.</summary>
internal sealed class ServiceOptions
{
    private const int DefaultSeconds = 30;

    private readonly Option<string> _endpoint = new("--endpoint-url")
    {
        HelpName = "URL",
        Description = "The service to call, such as http://127.0.0.1:8080. Without it, AWS itself; anchorage --help tells the rest.",
    };

    private readonly Option<string> _region = new("--region") { HelpName = "REGION", Description = "The region, such as eu-central-1." };

    private readonly Option<string> _profile = new("--profile") { HelpName = "NAME", Description = "The AWS profile whose keys, region and endpoint to use." };

    private readonly Option<int> _timeout = new("--timeout")
    {
        HelpName = "SECONDS",
        Description = $"How long one answer may take, 1 to 600. [default: {DefaultSeconds}]",
        DefaultValueFactory = _ => DefaultSeconds,
    };

    private readonly Command _command;

    private ServiceOptions(Command command) => _command = command;

    public static ServiceOptions AddTo(Command command)
    {
        var options = new ServiceOptions(command);
        options._timeout.Validators.Add(result =>
        {
            if (int.TryParse(result.Tokens is [var token] ? token.Value : "0", out var seconds) && seconds is < 1 or > 600 && result.Tokens.Count > 0)
            {
                result.AddError($"--timeout is {seconds}; 1 to 600 seconds are wanted.");
            }
        });
        foreach (var option in (Option[])[options._endpoint, options._region, options._profile, options._timeout])
        {
            command.Options.Add(option);
        }

        return options;
    }

    /// <summary>What is needed to call the service, gathered before anything is sent.</summary>
    public Outcome<IotClient> Open(ParseResult parsed)
    {
        var surroundings = Surroundings.OfProcess;
        var asked = parsed.GetValue(_profile);
        var profile = Profile.Find(asked, surroundings);
        if (!profile.IsDone)
        {
            return profile.Failure;
        }

        var address = ServiceAddress.Find(parsed.GetValue(_endpoint), parsed.GetValue(_region), profile.Value, surroundings);
        var credentials = CredentialSearch.Find(asked, profile.Value, surroundings);
        if ((address.Failure ?? credentials.Failure) is { } failure)
        {
            return failure;
        }

        var http = Connection.Open(address.Value!, TimeSpan.FromSeconds(parsed.GetValue(_timeout)), surroundings);
        return http.IsDone ? new IotClient(address.Value!, credentials.Value!, http.Value, TimeProvider.System) : http.Failure;
    }

    /// <summary>A call that does next what is said, at the same service: the options given here that say where.</summary>
    public string SameService(ParseResult parsed) => string.Concat(
        ((Option<string>[])[_endpoint, _region, _profile])
            .Where(option => _command.Options.Contains(option) && parsed.GetValue(option) is not null)
            .Select(option => $" {option.Name} {ShellWord.Of(parsed.GetValue(option)!)}"));
}
