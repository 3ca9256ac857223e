using System.Net;
using Anchorage.Configuration;
using Microsoft.Extensions.Logging;

namespace Anchorage.Tests;

public class ConfigurationTests
{
    private static readonly string HexKey = new('a', 64);

    [Theory]
    [InlineData("http", "somewhere", "an IP address and a port")]
    [InlineData("http", "127.0.0.1", "an IP address and a port")]
    [InlineData("http", "127.0.0.1:65536", "an IP address and a port")]
    [InlineData("http", "127.0.0.1:-1", "an IP address and a port")]
    [InlineData("http", "127.0.0.1:http", "an IP address and a port")]
    [InlineData("https", "everywhere", "an IP address and a port")]
    [InlineData("auth", "basic", "sigv4 or none")]
    [InlineData("auth", "NONE", "sigv4 or none")]
    [InlineData("account", "12345678901", "twelve digits")]
    [InlineData("account", "12345678901x", "twelve digits")]
    [InlineData("account", "١٢٣٤٥٦٧٨٩٠١٢", "twelve digits")]
    [InlineData("region", "EU-CENTRAL-1", "a region name")]
    [InlineData("region", "eu central", "a region name")]
    [InlineData("regions", "eu-central-1,", null)]
    [InlineData("regions", "us-east-1,Nowhere", "region names separated by commas, or *")]
    [InlineData("regions", ",", "region names separated by commas, or *")]
    [InlineData("regions", "eu-central-1", "the default region us-east-1")]
    [InlineData("endpoint-domain", "-bad-", "a domain name")]
    [InlineData("endpoint-domain", "a b", "a domain name")]
    [InlineData("database", "mysql", "sqlite or postgres")]
    [InlineData("database", "postgres", "ANCHORAGE_POSTGRES")]
    [InlineData("log-level", "verbose", "debug or information or warning or error")]
    [InlineData("connack-reasons", "yes", "true or false")]
    [InlineData("jitp-hold", "1", "true or false")]
    [InlineData("throttle", "on", "off or aws")]
    [InlineData("throttle", "AWS", "off or aws")]
    [InlineData("otlp-endpoint", "127.0.0.1:4318", "the URL of an OTLP collector")]
    [InlineData("otlp-endpoint", "ftp://collector", "the URL of an OTLP collector")]
    [InlineData("otlp-endpoint", "http://collector/?key=x", "without user and query")]
    [InlineData("otlp-endpoint", "/v1/metrics", "the URL of an OTLP collector")]
    [InlineData("danger-plain-http-anywhere", "on", "true or false")]
    [InlineData("danger-unauthenticated-anywhere", "ja", "true or false")]
    public void A_wrong_value_is_told_with_its_name_its_value_and_what_is_wanted(string name, string value, string? wanted)
    {
        var (options, faults) = Read([(name, value)]);

        Assert.Null(options);
        var fault = Assert.Single(faults);
        Assert.StartsWith($"--{name} is ", fault, StringComparison.Ordinal);
        Assert.Contains(value, fault, StringComparison.Ordinal);
        Assert.Contains(wanted ?? "the default region", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ANCHORAGE_MASTER_KEY", "64 hexadecimal digits")]
    [InlineData("ANCHORAGE_ROOT_ACCESS_KEY_ID", "go together")]
    [InlineData("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", "go together")]
    public void A_wrong_secret_is_told_by_its_variable_and_not_repeated(string variable, string wanted)
    {
        const string Secret = "hush-hush-hush-hush";
        var (options, faults) = Read([], [(variable, Secret)]);

        Assert.Null(options);
        var fault = Assert.Single(faults);
        Assert.Contains(variable, fault, StringComparison.Ordinal);
        Assert.Contains(wanted, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SHORT", "a secret that is long enough")]
    [InlineData("HAS-HYPHENS-IN-IT", "a secret that is long enough")]
    [InlineData("LONGENOUGHTOBEAKEY", "too short")]
    public void A_root_key_out_of_its_form_is_refused_without_repeating_it(string id, string secret)
    {
        var fault = Assert.Single(Read([], [("ANCHORAGE_ROOT_ACCESS_KEY_ID", id), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", secret)]).Faults);

        Assert.Contains("16 to 128", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no connection string")]
    [InlineData("Host=db;Colour=hush-hush")]
    [InlineData("Host=db;Port=hush-hush")]
    [InlineData("Host=db;Timeout=99999999999999")]
    [InlineData("Username=hush-hush")]
    public void A_connection_string_that_cannot_be_read_is_refused_without_repeating_it(string connection)
    {
        var fault = Assert.Single(Read([("database", "postgres")], [("ANCHORAGE_POSTGRES", connection)]).Faults);

        Assert.Contains("ANCHORAGE_POSTGRES", fault, StringComparison.Ordinal);
        Assert.Contains("Host=db;Username=", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var (options, faults) = Read(
            [("http", "x"), ("auth", "x"), ("account", "x"), ("region", "X"), ("endpoint-domain", " "), ("database", "x"), ("log-level", "x"), ("jitp-hold", "x")],
            [("ANCHORAGE_MASTER_KEY", "x"), ("ANCHORAGE_ROOT_ACCESS_KEY_ID", "x")]);

        Assert.Null(options);
        foreach (var name in new[] { "--http", "--auth", "--account", "--region", "--endpoint-domain", "--database", "--log-level", "--jitp-hold", "ANCHORAGE_MASTER_KEY", "ANCHORAGE_ROOT_ACCESS_KEY_ID" })
        {
            Assert.Single(faults, fault => fault.StartsWith($"{name} ", StringComparison.Ordinal));
        }

        Assert.Equal(10, faults.Count);
    }

    [Fact]
    public void A_fault_is_told_with_the_place_where_it_stands()
    {
        using var file = new TemporaryFile("""{ "http": "here", "account": "1", "region": "X", "master-key": "hush" }""");

        var faults = Read([("config", file.Path), ("region", "Y")], [("ANCHORAGE_ACCOUNT", "2")]).Faults;

        Assert.Equal(
            [$"{file.Path}: http is", "--region is", "ANCHORAGE_ACCOUNT is", $"{file.Path}: master-key must"],
            faults.Select(fault => fault[..(fault.IndexOf(" is", StringComparison.Ordinal) is > 0 and var place ? place + 3 : fault.IndexOf(" must", StringComparison.Ordinal) + 5)])
                .OrderBy(place => Array.FindIndex(["http", "region", "ACCOUNT", "master"], name => place.Contains(name, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("data", "/a", "/b", "/c", null)]
    [InlineData("http", "127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3", "127.0.0.1:8080")]
    [InlineData("auth", "none", "sigv4", "none", "sigv4")]
    [InlineData("account", "111111111111", "222222222222", "333333333333", "123456789012")]
    [InlineData("region", "aa-1", "bb-2", "cc-3", "us-east-1")]
    [InlineData("endpoint-domain", "a.example", "b.example", "c.example", "localhost")]
    [InlineData("log-level", "debug", "warning", "error", "information")]
    [InlineData("throttle", "off", "aws", "aws", "off")]
    public void The_command_line_comes_before_the_environment_before_the_file_before_the_default(
        string name, string onCommandLine, string inEnvironment, string inFile, string? byDefault)
    {
        var variable = $"ANCHORAGE_{name.Replace('-', '_').ToUpperInvariant()}";
        using var file = new TemporaryFile($$"""{ "{{name}}": "{{inFile}}" }""");

        Assert.Equal(onCommandLine, ValueOf(Read([(name, onCommandLine), ("config", file.Path)], [(variable, inEnvironment)]).Options!));
        Assert.Equal(inEnvironment, ValueOf(Read([("config", file.Path)], [(variable, inEnvironment)]).Options!));
        Assert.Equal(inFile, ValueOf(Read([("config", file.Path)], [(variable, "")]).Options!));
        Assert.Equal(inFile, ValueOf(Read([], [("ANCHORAGE_CONFIG", file.Path)]).Options!));
        Assert.Equal(byDefault ?? Path.GetFullPath("./data"), ValueOf(Read([]).Options!));

        string ValueOf(ServeOptions options) => name switch
        {
            "data" => options.DataFolder,
            "http" => options.Http.ToString(),
            "auth" => options.RequiresSignature ? "sigv4" : "none",
            "account" => options.Account,
            "region" => options.Region,
            "endpoint-domain" => options.EndpointDomain,
            "throttle" => options.Throttle.Name,
            _ => $"{options.LogLevel}".ToLowerInvariant(),
        };
    }

    [Fact]
    public void A_switch_is_on_wherever_it_stands_and_can_be_turned_off_before_the_file()
    {
        using var file = new TemporaryFile("""{ "danger-unauthenticated-anywhere": true, "auth": "none", "http": "0.0.0.0:80" }""");

        Assert.True(Read([("config", file.Path)]).Options!.DangerUnauthenticated);
        Assert.Null(Read([("config", file.Path)], [("ANCHORAGE_DANGER_UNAUTHENTICATED_ANYWHERE", "false")]).Options);
    }

    [Theory]
    [InlineData("""{ "colour": "red" }""", "colour is not a setting")]
    [InlineData("""{ "HTTP": "127.0.0.1:1" }""", "HTTP is not a setting")]
    [InlineData("""{ "config": "other.json" }""", "config is not a setting")]
    [InlineData("""{ "http": 8080 }""", "http must be a string")]
    [InlineData("""{ "http": null }""", "http must be a string")]
    [InlineData("""{ "regions": ["us-east-1"] }""", "regions must be a string")]
    [InlineData("""{ "http": "a", "http": "b" }""", "cannot be read")]
    [InlineData("""{ "http": """, "cannot be read")]
    [InlineData("""["http"]""", "one JSON object")]
    [InlineData("", "cannot be read")]
    public void A_file_that_is_wrong_is_told_with_its_path(string text, string wanted)
    {
        using var file = new TemporaryFile(text);

        var fault = Assert.Single(Read([("config", file.Path)]).Faults);

        Assert.StartsWith($"{file.Path}: ", fault, StringComparison.Ordinal);
        Assert.Contains(wanted, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.StartsWith("/nowhere/anchorage.json: the file cannot be read", Assert.Single(Read([("config", "/nowhere/anchorage.json")]).Faults), StringComparison.Ordinal);

    [Theory]
    [InlineData("0.0.0.0:8080")]
    [InlineData("[::]:8080")]
    [InlineData("192.0.2.1:8080")]
    [InlineData("[2001:db8::1]:8080")]
    public void Off_loopback_both_modes_are_refused_without_their_own_bypass(string http)
    {
        AssertRefused("none", null, "loopback only");
        AssertRefused("none", "danger-plain-http-anywhere", "loopback only");
        AssertRefused("sigv4", null, "loopback only");
        AssertRefused("sigv4", "danger-unauthenticated-anywhere", "loopback only");
        Assert.NotNull(Read([("http", http), ("auth", "none"), ("danger-unauthenticated-anywhere", "true")]).Options);
        Assert.NotNull(Read([("http", http), ("auth", "sigv4"), ("danger-plain-http-anywhere", "true")]).Options);

        void AssertRefused(string auth, string? flag, string why)
        {
            var fault = Assert.Single(Read([("http", http), ("auth", auth), .. flag is null ? [] : new[] { (flag, "true") }]).Faults);
            Assert.Contains(http, fault, StringComparison.Ordinal);
            Assert.Contains(why, fault, StringComparison.Ordinal);
            Assert.Contains(auth == "none" ? "--danger-unauthenticated-anywhere" : "--danger-plain-http-anywhere", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TLS_is_served_on_any_address_to_those_who_sign()
    {
        Assert.Equal("0.0.0.0:8443", Read([("https", "0.0.0.0:8443")]).Options!.Https!.ToString());
        Assert.Contains("loopback only", Assert.Single(Read([("https", "0.0.0.0:8443"), ("auth", "none")]).Faults), StringComparison.Ordinal);
        Assert.NotNull(Read([("https", "127.0.0.1:8443"), ("auth", "none")]).Options);
        Assert.NotNull(Read([("https", "0.0.0.0:8443"), ("auth", "none"), ("danger-unauthenticated-anywhere", "true")]).Options);
    }

    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1")]
    [InlineData("127.8.9.10:8080", "127.8.9.10")]
    [InlineData("localhost:8080", "127.0.0.1")]
    [InlineData("[::1]:8080", "::1")]
    public void Loopback_is_served_in_both_modes(string http, string address)
    {
        Assert.Equal(IPAddress.Parse(address), Read([("http", http)]).Options!.Http.Address);
        Assert.Equal(IPAddress.Parse(address), Read([("http", http), ("auth", "none")]).Options!.Http.Address);
    }

    [Fact]
    public void Without_anything_given_the_documented_defaults_hold()
    {
        var options = Read([]).Options!;

        Assert.Equal("127.0.0.1:8080", options.Http.ToString());
        Assert.True(options.RequiresSignature);
        Assert.Equal(["us-east-1"], options.Regions);
        Assert.Null(options.Postgres);
        Assert.Equal(LogLevel.Information, options.LogLevel);
        Assert.False(options.DangerPlainHttp || options.DangerUnauthenticated);
        Assert.Empty(options.WithoutEffect);
    }

    [Fact]
    public void Regions_are_one_list_or_all()
    {
        Assert.Equal(["us-east-1", "eu-central-1"], Read([("regions", " us-east-1 , eu-central-1 ")]).Options!.Regions);
        Assert.True(Read([("regions", "*")]).Options!.Serves("ap-south-7"));
        Assert.Equal(["mars-1"], Read([("region", "mars-1")]).Options!.Regions);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("https://collector.example/", "https://collector.example/v1/metrics")]
    [InlineData("https://collector.example/tenant/otlp", "https://collector.example/tenant/otlp")]
    public void Metrics_are_posted_to_the_path_that_OTLP_has_unless_another_is_given(string given, string posted) =>
        Assert.Equal(posted, Read([("otlp-endpoint", given)]).Options!.OtlpEndpoint?.AbsoluteUri);

    [Fact]
    public void A_password_in_the_URL_of_a_collector_is_refused_and_not_repeated()
    {
        var fault = Assert.Single(Read([("otlp-endpoint", "https://tenant:hush-hush@collector.example")]).Faults);

        Assert.Contains("OTEL_EXPORTER_OTLP_HEADERS", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_given_as_a_command_line_value_is_not_taken()
    {
        var (options, faults) = Read([("master-key", HexKey), ("root-access-key-id", "ABCDEFGHIJKLMNOPQ"), ("postgres", "Host=x")]);

        Assert.Empty(faults);
        Assert.Null(options!.MasterKey);
        Assert.Null(options.RootAccessKeyId);
        Assert.Null(options.Postgres);
    }

    [Fact]
    public void Options_print_no_secret()
    {
        var options = Read(
            [("database", "postgres")],
            [
                ("ANCHORAGE_MASTER_KEY", HexKey), ("ANCHORAGE_ROOT_ACCESS_KEY_ID", "ABCDEFGHIJKLMNOPQ"), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", "hush-hush-hush-hush"),
                ("ANCHORAGE_POSTGRES", "Host=db;Password=hush"),
            ]).Options!;

        Assert.Equal("hush-hush-hush-hush", options.RootSecretAccessKey);
        Assert.DoesNotContain("hush", $"{options}", StringComparison.Ordinal);
        Assert.DoesNotContain(HexKey, $"{options}", StringComparison.Ordinal);
    }

    private static (ServeOptions? Options, List<string> Faults) Read((string Name, string Value)[] commandLine, (string Name, string Value)[]? environment = null)
    {
        var faults = new List<string>();
        var named = commandLine.ToDictionary(given => given.Name, given => given.Value);
        var variables = (environment ?? []).ToDictionary(given => given.Name, given => given.Value);
        var options = ServeOptionsReading.Read(
            Settings.Gather(setting => named.GetValueOrDefault(setting.Name), name => variables.GetValueOrDefault(name), faults), faults);
        return (options, faults);
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
