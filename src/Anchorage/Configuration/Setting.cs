using System.Collections.Immutable;

namespace Anchorage.Configuration;

/// <summary>One thing that can be configured: its option, its environment variable, its key in the file, all from one name.</summary>
/// <param name="Name">The option without its dashes, such as <c>endpoint-domain</c>; also the key in the JSON file.</param>
/// <param name="Value">What stands for the value in help, such as <c>HOST:PORT</c>; null for a switch.</param>
/// <param name="Default">What holds when it is given nowhere; null when that is nothing.</param>
/// <param name="Meaning">One or two sentences for help and for <c>docs/configuration.md</c>.</param>
/// <param name="Secret">Whether it is taken from the environment and the file only, since command lines are seen by others.</param>
internal sealed record Setting(string Name, string? Value, string? Default, string Meaning, bool Secret = false)
{
    /// <summary>The environment variable, such as <c>ANCHORAGE_ENDPOINT_DOMAIN</c>.</summary>
    public string Variable => $"ANCHORAGE_{Name.Replace('-', '_').ToUpperInvariant()}";

    public bool IsSwitch => Value is null;

    public static readonly Setting Config = new("config", "FILE", null, "A JSON file with any of these settings, named as here.");
    public static readonly Setting Data = new("data", "DIR", "./data", "The folder of the database, the master key and the root credentials. Made with mode 0700 if absent.");
    public static readonly Setting Http = new("http", "HOST:PORT", "127.0.0.1:8080", "Where the API listens, in plain HTTP. Port 0 takes a free one.");
    public static readonly Setting Https = new("https", "HOST:PORT", null, "Where the API listens with TLS too, with the certificate that devices are shown. Port 0 takes a free one.");
    public static readonly Setting Mqtts = new("mqtts", "HOST:PORT", "127.0.0.1:8883", "Where devices connect over MQTT with mutual TLS. Port 0 takes a free one. When nobody asked for the default and another program has it, the API is served without.");
    public static readonly Setting HttpsMutual = new("https-mutual", "HOST:PORT", null, "Where devices will publish over HTTPS with mutual TLS. Accepted; nothing is bound yet.");
    public static readonly Setting Auth = new("auth", "sigv4|none", "sigv4", "Whether requests must be signed with a key that this installation issued. With none, anybody who reaches the port may do anything: for laptops and CI, on loopback only.");
    public static readonly Setting Account = new("account", "ID", "123456789012", "The default account, twelve digits: the root key's, and that of unsigned requests under --auth none.");
    public static readonly Setting Region = new("region", "REGION", "us-east-1", "The region of requests that name none.");
    public static readonly Setting Regions = new("regions", "LIST|*", null, "The regions that are served, separated by commas, or * for any. Without it, the one of --region.");
    public static readonly Setting EndpointDomain = new("endpoint-domain", "NAME", "localhost", "The domain under which devices find the endpoint of their account and region.");
    public static readonly Setting TlsCertificate = new("tls-certificate", "FILE", null, "The certificate that devices and callers of --https are shown, with its chain, in PEM; read again when the file changes and on SIGHUP. Without it, local ones are made under a root that /-/server-ca.pem shows.");
    public static readonly Setting TlsKey = new("tls-key", "FILE", null, "The private key of that certificate, in PEM.");
    public static readonly Setting Database = new("database", "sqlite|postgres", "sqlite", "Where everything is stored: a file in the data folder, or the PostgreSQL that ANCHORAGE_POSTGRES names.");
    public static readonly Setting Postgres = new("postgres", "CONNECTION", null, "The PostgreSQL connection string, such as Host=db;Username=anchorage;Password=...;Database=anchorage.", Secret: true);
    public static readonly Setting MasterKey = new("master-key", "HEX", null, "The key that seals secrets, 64 hexadecimal digits, shared by all nodes of one PostgreSQL. Without it, DATA/master.key.", Secret: true);
    public static readonly Setting RootAccessKeyId = new("root-access-key-id", "ID", null, "The id of the default account's root key, 16 to 128 letters, digits and underscores. Disables an earlier root key.", Secret: true);
    public static readonly Setting RootSecretAccessKey = new("root-secret-access-key", "SECRET", null, "The secret of that key, 16 to 256 characters.", Secret: true);
    public static readonly Setting Audit = new("audit", "on|off", "on", "Whether each change and each refusal of a known caller is recorded in the audit trail, which anchorage audit shows. A change whose record cannot be written is not made.");
    public static readonly Setting AuditRetention = new("audit-retention", "DAYS", "90", "How many days an audit record is kept; 0 keeps all.");
    public static readonly Setting LogLevel = new("log-level", "debug|information|warning|error", "information", "What is logged to standard error. information has each change and each refusal, debug every call.");
    public static readonly Setting ConnackReasons = new("connack-reasons", null, null, "Tell refused devices why in the CONNACK: a return code in MQTT 3.1.1, a reason code and words in MQTT 5. Without it their connection is closed and nothing said, as AWS does.");
    public static readonly Setting JitpHold = new("jitp-hold", null, null, "Let a device's first CONNECT wait for its provisioning and succeed. Without it the connection is closed and the device has to come again, as with AWS.");
    public static readonly Setting Throttle = new("throttle", "off|aws", "off", "How often an account may call an operation: as often as it likes, or as often as AWS lets it, which for most operations is 10 times a second. What comes beyond is refused with ThrottlingException, which SDKs try again: docs/throttles.md.");
    public static readonly Setting OtlpEndpoint = new("otlp-endpoint", "URL", null, "Where metrics, each minute, and a span for each call are sent by OTLP over HTTP, such as http://127.0.0.1:4318. Without it they are sent nowhere; /-/metrics shows the metrics all the same.");
    public static readonly Setting DangerPlainHttp = new("danger-plain-http-anywhere", null, null, "A bypass: serve plain HTTP on an address that is not loopback. Whoever is on the way reads and replays requests.");
    public static readonly Setting DangerUnauthenticated = new("danger-unauthenticated-anywhere", null, null, "A bypass: let --auth none listen on any address and take any Host and Origin. Whoever reaches the port owns every account.");

    /// <summary>Every setting, in the order of the documentation.</summary>
    public static readonly ImmutableArray<Setting> All =
    [
        Config, Data, Http, Https, Mqtts, HttpsMutual, Auth, Account, Region, Regions, EndpointDomain, TlsCertificate, TlsKey,
        Database, Postgres, MasterKey, RootAccessKeyId, RootSecretAccessKey, Audit, AuditRetention, LogLevel, ConnackReasons, JitpHold, Throttle, OtlpEndpoint,
        DangerPlainHttp, DangerUnauthenticated,
    ];
}
