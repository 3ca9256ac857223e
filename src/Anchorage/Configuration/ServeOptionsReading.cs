using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Anchorage.Throttles;

namespace Anchorage.Configuration;

/// <summary>Judges what was configured; every fault is told at once, with its name and its value.</summary>
internal static partial class ServeOptionsReading
{
    /// <summary>A century; what is to be kept longer is to be kept for ever.</summary>
    private const int MostDays = 36_500;

    /// <summary>The options, or null when <paramref name="faults"/> has gained some.</summary>
    public static ServeOptions? Read(Settings settings, List<string> faults)
    {
        foreach (var setting in Setting.All.Where(setting => setting.IsSwitch && settings.Given(setting) is { } text && !bool.TryParse(text, out _)))
        {
            Refuse(setting, "true or false");
        }

        var signed = Choice(Setting.Auth, "sigv4", "none") == "sigv4";
        var http = Address(Setting.Http);
        var https = settings.Given(Setting.Https) is null ? null : Address(Setting.Https);
        var mqtts = Address(Setting.Mqtts);
        var region = Match(Setting.Region, RegionForm(), "a region name such as us-east-1");
        var regions = settings.Given(Setting.Regions) switch
        {
            null => [region],
            "*" => [],
            var list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray(),
        };
        if (settings.Given(Setting.Regions) is not (null or "*") && (regions.IsEmpty || !regions.All(name => RegionForm().IsMatch(name))))
        {
            Refuse(Setting.Regions, "region names separated by commas, or *");
        }
        else if (!regions.IsEmpty && !regions.Contains(region))
        {
            faults.Add($"{settings.PlaceOf(Setting.Regions)} is {Wire.Printable.Quoted(settings.Given(Setting.Regions)!)}: it must contain the default region {region}.");
        }

        var postgres = Choice(Setting.Database, "sqlite", "postgres") == "postgres" ? settings.Given(Setting.Postgres) : null;
        if (settings.Find(Setting.Database) == "postgres" && postgres is null)
        {
            faults.Add($"{settings.PlaceOf(Setting.Database)} is postgres, but no connection string is given: set {Setting.Postgres.Variable}.");
        }

        if (postgres is not null && !Storage.PostgresDatabase.CanRead(postgres))
        {
            // Neither the value nor the parser's message, which quotes from it: it holds a password.
            faults.Add($"{settings.PlaceOf(Setting.Postgres)} is not a connection string that can be read: wanted one such as Host=db;Username=anchorage;Password=...;Database=anchorage.");
        }

        var rootId = settings.Given(Setting.RootAccessKeyId);
        var rootSecret = settings.Given(Setting.RootSecretAccessKey);
        if (rootId is null != rootSecret is null)
        {
            faults.Add($"{Setting.RootAccessKeyId.Variable} and {Setting.RootSecretAccessKey.Variable} go together: only one of them is set.");
        }
        else if (rootId is not null && (!KeyIdForm().IsMatch(rootId) || rootSecret!.Length is < 16 or > 256))
        {
            faults.Add($"{settings.PlaceOf(Setting.RootAccessKeyId)} must be 16 to 128 letters, digits and underscores, and its secret 16 to 256 characters.");
        }

        var masterKey = settings.Given(Setting.MasterKey);
        if (masterKey is not null && Accounts.MasterKey.Read(masterKey) is null)
        {
            faults.Add($"{settings.PlaceOf(Setting.MasterKey)} must be 64 hexadecimal digits.");
        }

        var (certificate, key) = (settings.Given(Setting.TlsCertificate), settings.Given(Setting.TlsKey));
        if (certificate is null != key is null)
        {
            faults.Add($"{settings.PlaceOf(Setting.TlsCertificate)} and {settings.PlaceOf(Setting.TlsKey)} go together: only one of them is set.");
        }

        var otlp = Otlp();
        var plainAnywhere = settings.IsOn(Setting.DangerPlainHttp);
        var unauthenticatedAnywhere = settings.IsOn(Setting.DangerUnauthenticated);
        CheckReach(Setting.Http, http, isPlain: true);
        CheckReach(Setting.Https, https, isPlain: false);
        var account = Match(Setting.Account, AccountForm(), "twelve digits");
        var domain = Match(Setting.EndpointDomain, DomainForm(), "a domain name");
        var audit = Choice(Setting.Audit, "on", "off") == "on";
        if (!int.TryParse(settings.Find(Setting.AuditRetention), NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > MostDays)
        {
            Refuse(Setting.AuditRetention, $"a whole number of days from 1 to {MostDays}, or 0 to keep all");
        }

        var level = Choice(Setting.LogLevel, "debug", "information", "warning", "error");
        var throttle = Choice(Setting.Throttle, ThrottleProfile.Off.Name, ThrottleProfile.Aws.Name);
        return faults.Count > 0 || http is null || mqtts is null
            ? null
            : new ServeOptions
            {
                DataFolder = Path.GetFullPath(settings.Find(Setting.Data)!),
                Http = http,
                Https = https,
                Mqtts = mqtts,
                IsMqttsGiven = settings.Given(Setting.Mqtts) is not null,
                TlsCertificate = certificate is null ? null : Path.GetFullPath(certificate),
                TlsKey = key is null ? null : Path.GetFullPath(key),
                ConnackReasons = settings.IsOn(Setting.ConnackReasons),
                JitpHold = settings.IsOn(Setting.JitpHold),
                RequiresSignature = signed,
                Account = account,
                Region = region,
                Regions = regions,
                EndpointDomain = domain,
                Postgres = postgres,
                MasterKey = masterKey,
                RootAccessKeyId = rootId,
                RootSecretAccessKey = rootSecret,
                Audit = audit,
                AuditRetention = days == 0 ? null : TimeSpan.FromDays(days),
                OtlpEndpoint = otlp,
                Throttle = ThrottleProfile.Find(throttle)!,
                LogLevel = Enum.Parse<LogLevel>(level, ignoreCase: true),
                DangerPlainHttp = plainAnywhere,
                DangerUnauthenticated = unauthenticatedAnywhere,
                WithoutEffect = [.. NotBuiltYet.Where(setting => settings.Given(setting) is not null).Select(setting => setting.Name)],
            };

        // Unsigned requests are for this machine alone, and what is signed can be read and sent again where nothing encrypts it.
        void CheckReach(Setting setting, IPEndPoint? address, bool isPlain)
        {
            if (address is null || IPAddress.IsLoopback(address.Address))
            {
                return;
            }

            if (!signed && !unauthenticatedAnywhere)
            {
                faults.Add($"{settings.PlaceOf(setting)} is {settings.Find(setting)}: with --auth none the API listens on loopback only. The bypass is --{Setting.DangerUnauthenticated.Name}.");
            }
            else if (signed && isPlain && !plainAnywhere)
            {
                faults.Add($"{settings.PlaceOf(setting)} is {settings.Find(setting)}: plain HTTP is served on loopback only; give this address with --{Setting.Https.Name}. The bypass is --{Setting.DangerPlainHttp.Name}.");
            }
        }

        string Choice(Setting setting, params ReadOnlySpan<string> choices)
        {
            var value = settings.Find(setting)!;
            if (choices.IndexOf(value) < 0)
            {
                Refuse(setting, string.Join(" or ", choices!));
            }

            return value;
        }

        string Match(Setting setting, Regex form, string wanted)
        {
            var value = settings.Find(setting)!;
            if (!form.IsMatch(value))
            {
                Refuse(setting, wanted);
            }

            return value;
        }

        IPEndPoint? Address(Setting setting)
        {
            var value = settings.Find(setting)!;
            var text = value.StartsWith("localhost:", StringComparison.Ordinal) ? $"127.0.0.1:{value[10..]}" : value;
            var colon = text.LastIndexOf(':');
            if (colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
                && IPAddress.TryParse(text.AsSpan(0, colon).Trim("[]"), out var address))
            {
                return new IPEndPoint(address, port);
            }

            Refuse(setting, "an IP address and a port such as 127.0.0.1:8080 or [::1]:8080");
            return null;
        }

        Uri? Otlp()
        {
            if (settings.Given(Setting.OtlpEndpoint) is not { } text)
            {
                return null;
            }

            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0)
            {
                return uri.AbsolutePath == "/" ? new Uri(uri, "/v1/metrics") : uri;
            }

            const string Wanted = "the URL of an OTLP collector such as http://127.0.0.1:4318, without user and query";
            if (text.Contains('@', StringComparison.Ordinal))
            {
                // What stands before it may be a password.
                faults.Add($"{settings.PlaceOf(Setting.OtlpEndpoint)} names a user: wanted {Wanted}. Headers that a collector asks for come from OTEL_EXPORTER_OTLP_HEADERS.");
            }
            else
            {
                Refuse(Setting.OtlpEndpoint, Wanted);
            }

            return null;
        }

        void Refuse(Setting setting, string wanted) =>
            faults.Add($"{settings.PlaceOf(setting)} is {Wire.Printable.Quoted(settings.Find(setting)!)}: wanted {wanted}.");
    }

    private static readonly ImmutableArray<Setting> NotBuiltYet =
        [Setting.HttpsMutual];

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex RegionForm();

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex AccountForm();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DomainForm();

    [GeneratedRegex(@"\A\w{16,128}\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex KeyIdForm();
}
