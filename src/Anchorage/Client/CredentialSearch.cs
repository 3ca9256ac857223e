using Anchorage.SigV4;

namespace Anchorage.Client;

/// <summary>Finds what to sign with, in the order of the AWS CLI: a profile that is asked for, the environment, the profile that holds otherwise.</summary>
internal static class CredentialSearch
{
    public static Outcome<Credentials> Find(string? askedProfile, Profile profile, Surroundings surroundings)
    {
        // --profile is the more deliberate choice: a key left over in the environment must not act in its place.
        if (askedProfile is null && FromEnvironment(surroundings) is { } given)
        {
            return given;
        }

        var found = profile.FindCredentials();
        return !found.IsDone ? found.Failure
            : found.Value.Credentials is { } credentials ? credentials
            : Failure.Unreachable(
                $"No credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and the profile {Visible.Text(profile.Name)} has none. Set both, or name a profile with --profile; a server with --auth none takes any, with a 12-digit account as the id.");
    }

    private static Outcome<Credentials>? FromEnvironment(Surroundings surroundings)
    {
        const string Id = "AWS_ACCESS_KEY_ID";
        const string Secret = "AWS_SECRET_ACCESS_KEY";
        return (surroundings.Variable(Id), surroundings.Variable(Secret)) switch
        {
            (null, null) => null,
            ({ } id, { } secret) => new Credentials(id.Trim(), secret.Trim(), surroundings.Variable("AWS_SESSION_TOKEN")?.Trim()),
            (null, _) => Failure.Unreachable($"{Secret} is set and {Id} is not. Set both."),
            (_, null) => Failure.Unreachable($"{Id} is set and {Secret} is not. Set both."),
        };
    }
}
