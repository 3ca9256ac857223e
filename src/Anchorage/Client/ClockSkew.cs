using System.Globalization;
using System.Text.RegularExpressions;

namespace Anchorage.Client;

/// <summary>Tells a refusal that is about the time from one that is about the key.</summary>
internal static partial class ClockSkew
{
    // Services allow five minutes; a minute may pass on the way.
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(4);

    /// <summary>The service's clock, when it and ours are too far apart; null when that is not why it refused.</summary>
    /// <param name="message">AWS's text has the service's time in parentheses.</param>
    /// <param name="date">The answer's Date header.</param>
    public static DateTimeOffset? Find(string message, DateTimeOffset? date, DateTimeOffset now)
    {
        var told = TimeInText().Match(message) is { Success: true } match && DateTimeOffset.TryParseExact(
            match.Groups[1].Value, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : date;
        return told is { } there && (now - there).Duration() > Allowed ? there : null;
    }

    public static string Describe(ServiceAddress address, DateTimeOffset there, DateTimeOffset now)
    {
        var difference = (now - there).Duration();
        var shown = difference.TotalHours >= 48 ? $"{difference.TotalDays:0} days" : difference.TotalMinutes >= 120 ? $"{difference.TotalHours:0} hours" : $"{difference.TotalMinutes:0} minutes";
        return $"The clocks are {shown} apart: here it is {Show(now)}, at {address} it is {Show(there)}. Set the one that is wrong, and call again.";
    }

    private static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Signature (?:expired|not yet current):.*?\((\d{8}T\d{6}Z) [-+] ", RegexOptions.CultureInvariant)]
    private static partial Regex TimeInText();
}
