using System.Globalization;
using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Onboarding;

/// <param name="Attempts">The page.</param>
/// <param name="NextMarker">Where the next page begins; left out on the last.</param>
/// <param name="FollowMarker">In ascending order, where what comes after this page will be: to be asked for again later.</param>
internal sealed record ListOnboardingAttemptsResponse(
    IReadOnlyList<OnboardingAttemptDescription> Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FollowMarker);

/// <summary>One attempt; members of which nothing is known are left out.</summary>
/// <param name="AttemptId">Decimal; grows with each attempt of the account and region.</param>
/// <param name="AttemptedAt">RFC 3339, UTC, to the millisecond.</param>
/// <param name="Verdict"><c>admitted</c>, <c>onboarded</c> or <c>refused</c>.</param>
/// <param name="Remedy">What to do next.</param>
internal sealed record OnboardingAttemptDescription(
    string AttemptId,
    string AttemptedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ServerName,
    string SourceAddress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CertificateId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Issuer,
    [property: JsonPropertyName("caCertificateIds")] IReadOnlyList<string> CACertificateIds,
    string Verdict,
    string Outcome,
    string Reason,
    string Remedy);

/// <summary>Lists the attempts of devices to connect to the caller's account, newest first, with the reason of each. Not an operation of AWS.</summary>
internal static class ListOnboardingAttempts
{
    public const string Path = "/-/onboarding-attempts";

    public static readonly Operation Operation = Operation.Of(
        "ListOnboardingAttempts", "GET", Path, changes: false, [WireErrorKind.AccessDenied],
        static () => OnboardingShapes.Wire.ListOnboardingAttemptsResponse,
        RunAsync);

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    private static async Task<Result<ListOnboardingAttemptsResponse>> RunAsync(Call call, Installation on)
    {
        var faults = new Faults();
        var query = new QueryShape(call.Query, faults);
        var search = ReadSearch(query, on.Clock.GetUtcNow(), faults);
        var isNobodys = query.Flag("unattributed") ?? false;
        var page = PageRequest.Read(call, $"ListOnboardingAttempts {isNobodys} {query.Text("deviceId")} {query.Text("caCertificateId")} {query.Text("outcome")} {query.Text("since")}", on.Markers, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        if (isNobodys && call.Caller.AccountId != on.Options.Account)
        {
            return WireError.AccessDenied($"Attempts that belong to no account are for the account {on.Options.Account} alone, which runs this installation. Leave unattributed out.");
        }

        // What has just happened is what is looked for.
        await on.Attempts.SettleAsync(call.Cancelled);
        var (account, region) = isNobodys ? (string.Empty, on.Options.Region) : (call.Caller.AccountId, call.Caller.Region);
        var found = await on.Database.ReadAsync(
            session => OnboardingAttemptTable.PageAsync(
                session, account, region, search, page.After ?? PagePlace.Before(page.Ascending), page.Ascending, page.Size + 1, call.Cancelled),
            call.Cancelled);
        var (attempts, next) = page.Cut(found, call.Caller, on.Markers, PlaceOf);
        var last = attempts.Count > 0 ? PlaceOf(attempts[^1]) : page.After;
        var follow = page.Ascending && last is not null ? on.Markers.Write(call.Caller, page.Listing, last) : null;
        return new ListOnboardingAttemptsResponse(attempts.ConvertAll(Describe), next, follow);
    }

    private static AttemptSearch ReadSearch(QueryShape query, DateTimeOffset now, Faults faults)
    {
        var device = query.Text("deviceId") ?? string.Empty;
        if (device.Length > 256)
        {
            faults.Add($"The query parameter deviceId has {device.Length} characters; wanted a certificate id of 64 hexadecimal digits, or the common name of a device's subject, at most 256 characters.");
        }

        var ca = query.Text("caCertificateId")?.ToLowerInvariant() ?? string.Empty;
        if (ca.Length > 0 && !(ca.Length == 64 && ca.All(char.IsAsciiHexDigit)))
        {
            faults.Add($"The query parameter caCertificateId is {Printable.Quoted(ca)}; wanted the 64 hexadecimal digits of a CA's certificateId.");
        }

        var outcome = query.Text("outcome") ?? string.Empty;
        if (outcome.Length > 0 && AttemptOutcome.Find(outcome) is null)
        {
            faults.Add($"The query parameter outcome is {Printable.Quoted(outcome)}; wanted one of {string.Join(", ", AttemptOutcome.All.Select(row => row.Name))}.");
        }

        // Older ones may still be stored, until they are deleted.
        var oldest = now - OnboardingAttempt.MostAge;
        var since = oldest;
        if (query.Text("since") is { } text && !DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since))
        {
            faults.Add($"The query parameter since is {Printable.Quoted(text)}; wanted a time such as 2030-01-31T12:00:00Z.");
        }

        var isId = device.Length == 64 && device.All(char.IsAsciiHexDigit);
        return new AttemptSearch(
            since > oldest ? since : oldest, isId ? device.ToLowerInvariant() : Printable.Bounded(device, OnboardingAttempt.MostName), ca, outcome);
    }

    private static PagePlace PlaceOf(OnboardingAttempt attempt) => new(attempt.Number, string.Empty);

    private static OnboardingAttemptDescription Describe(OnboardingAttempt attempt)
    {
        var outcome = AttemptOutcome.Of(attempt.Outcome);
        return new OnboardingAttemptDescription(
            attempt.Number.ToString(CultureInfo.InvariantCulture),
            attempt.AttemptedAt.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture),
            NullIfEmpty(attempt.ServerName),
            attempt.SourceAddress,
            NullIfEmpty(attempt.CertificateId),
            NullIfEmpty(attempt.Subject),
            NullIfEmpty(attempt.Issuer),
            attempt.CACertificateIds.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            AttemptOutcome.Word(outcome.Verdict),
            attempt.Outcome,
            attempt.Reason,
            outcome.Remedy);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
