using System.Security.Cryptography;
using Anchorage.Accounts;
using Anchorage.Auditing;
using Anchorage.Configuration;
using Anchorage.Gateway;
using Anchorage.Gateway.Tls;
using Anchorage.Metrics;
using Anchorage.Storage;
using Anchorage.Wire;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Anchorage;

/// <summary>The running service: the store opened and migrated, the listeners bound.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Installation _installation;
    private readonly DeviceEndpoint _devices;
    private readonly SecureListener _secure;
    private readonly IDisposable? _export;

    private Server(WebApplication application, Installation installation, DeviceEndpoint devices, SecureListener secure, MadeKey? madeKey)
    {
        _secure = secure;
        _application = application;
        _installation = installation;
        _devices = devices;
        _export = installation.Options.OtlpEndpoint is { } collector ? OtlpExport.Start(collector) : null;
        MadeKey = madeKey;
    }

    /// <summary>Where the API answers, with the port that was really bound, such as <c>http://127.0.0.1:8080</c>.</summary>
    public string Endpoint => _application.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal));

    /// <summary>Where it answers with TLS, such as <c>https://127.0.0.1:8443</c>; null when that was not asked for.</summary>
    public string? SecureEndpoint => _secure.Endpoint;

    /// <summary>Where devices connect, such as <c>127.0.0.1:8883</c>; null when its default port was taken.</summary>
    public string? DeviceAddress => _devices.Address?.ToString();

    /// <summary>The devices that are connected.</summary>
    public DeviceEndpoint Devices => _devices;

    /// <summary>The root key, when this start made one.</summary>
    public MadeKey? MadeKey { get; }

    /// <summary>Opens the store, brings it up to date, sees to the root key, binds and answers.</summary>
    /// <exception cref="OperationCanceledException">A stop was asked for before the store was open; what was being done there is not kept.</exception>
    public static async Task<Server> StartAsync(ServeOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var stop = new GracefulStop();
        MakeDataFolder(options);
        using var turn = await FolderTurn.TakeAsync(options.DataFolder, cancellationToken);

        // Before anything else is done that brings OpenSSL in, such as drawing a random number.
        OpenSslConfiguration.Apply(options.DataFolder);
#pragma warning disable CA2000 // The server disposes it, or the catch below.
        var devices = new DeviceEndpoint(options, clock);
#pragma warning restore CA2000
        var secure = new SecureListener(options, devices.Certificates);
        var entrance = new Entrance();

        // Neither the store nor the host needs the other, and each takes about half of the time until the first answer.
        var listening = Task.Run(() => ListenAsync(options, stop, devices, secure, entrance, cancellationToken), CancellationToken.None);
        var certificates = devices.Certificates;
        var opening = OpenAsync(options, certificates, clock, cancellationToken);
        try
        {
            var application = await listening;
            var (installation, madeKey) = await opening.WaitAsync(application.Lifetime.ApplicationStopping);

            // By name: a logger of a type has the runtime build generic types, which takes milliseconds.
            var loggers = application.Services.GetRequiredService<ILoggerFactory>();

            // Only now that the addresses are ours: what is begun here would else outlive a start that fails.
            installation.Audit.Start(loggers.CreateLogger(typeof(AuditTrail).FullName!));
            installation.Instruments.Observe(devices, installation.Attempts, installation.Audit);
            devices.Open(installation, loggers.CreateLogger(typeof(DeviceEndpoint).FullName!));
            entrance.Open(new Edge(installation, new Health(installation.Database, stop), certificates, loggers.CreateLogger(typeof(Edge).FullName!)));
            return new Server(application, installation, devices, secure, madeKey);
        }
        catch (Exception exception)
        {
            // One of the two may have come to its end although the other did not.
            if (await ResultAsync(listening) is { } application)
            {
                await application.DisposeAsync();
            }

            devices.Dispose();

            // A stop does not wait for a migration: the process ends, and what was not committed was never there.
            var isLeft = exception is OperationCanceledException && !opening.IsCompleted;
            if (!isLeft && (await ResultAsync(opening)).Installation is { } installation)
            {
                await installation.Instruments.DisposeAsync();
                await installation.Database.DisposeAsync();
            }

            throw;
        }
    }

    public Task RunUntilStoppedAsync() => _application.WaitForShutdownAsync();

    /// <summary>Takes up what may change while it runs: the operator's certificate, and how often one may call.</summary>
    /// <param name="options">The configuration as it is now; null when it cannot be used, and the one before stays.</param>
    public void Reload(ServeOptions? options, IReadOnlyList<string> faults)
    {
        var logger = _application.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Server).FullName!);
        if (options is null)
        {
            logger.ConfigurationKept(string.Join(' ', faults));
        }
        else
        {
            _installation.CallThrottle.Profile = options.Throttle;
            logger.ConfigurationRead(options.Throttle.Name);
        }

        _devices.Certificates.Reload();
    }

    /// <summary>Stops as SIGTERM does: requests under way are answered first.</summary>
    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _export?.Dispose();
        _devices.Dispose();

        // After the last request, so that whatever was accepted is also written.
        await _installation.Attempts.DisposeAsync();
        await _installation.Audit.DisposeAsync();
        await _installation.Instruments.DisposeAsync();
        await _installation.Database.DisposeAsync();
        _installation.ServiceCA.Dispose();
    }

    /// <summary>What a task came to; nothing when it failed, of which is told elsewhere.</summary>
    private static async Task<T?> ResultAsync<T>(Task<T> task)
    {
        try
        {
            return await task;
        }
#pragma warning disable CA1031 // Only one exception can leave a start: the first.
        catch (Exception)
#pragma warning restore CA1031
        {
            return default;
        }
    }

    private static void MakeDataFolder(ServeOptions options) =>
        Directory.CreateDirectory(options.DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static async Task<(Installation Installation, MadeKey? MadeKey)> OpenAsync(
        ServeOptions options, CertificateSource certificates, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Beside the store, since OpenSSL takes as long to come in.
        var unsealing = Task.Run(() => ReadMasterKey(options), CancellationToken.None);
#pragma warning disable CA2000 // The server disposes it, after the last request.
        Database database = options.Postgres is { } connection
            ? PostgresDatabase.Connect(connection)
            : SqliteDatabase.OpenFile(Path.Combine(options.DataFolder, "anchorage.db"));
#pragma warning restore CA2000
        try
        {
            await database.MigrateAsync(clock, cancellationToken);
            var masterKey = await unsealing;
            MadeKey? madeKey = null;
            await SealedSecrets.CheckAsync(database, masterKey, options.RequiresSignature, cancellationToken);
            if (options.RequiresSignature)
            {
                madeKey = await RootAccessKey.EnsureAsync(options, database, masterKey, clock, cancellationToken);
            }

            return (new Installation(options, database, masterKey, clock) { ServerCertificates = certificates }, madeKey);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static MasterKey ReadMasterKey(ServeOptions options)
    {
        var masterKey = options.MasterKey is { } given ? MasterKey.Read(given)! : MasterKey.ReadOrMake(options.DataFolder);

        // Whatever it is asked first, it loads and sets itself up.
        _ = SHA256.HashData([]);
        return masterKey;
    }

    private static async Task<WebApplication> ListenAsync(
        ServeOptions options, GracefulStop stop, DeviceEndpoint devices, SecureListener secure, Entrance entrance, CancellationToken cancellationToken)
    {
        var application = Build(options, stop, devices, secure);
        try
        {
            application.Run(entrance.HandleAsync);
            await application.StartAsync(cancellationToken);
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(ServeOptions options, GracefulStop stop, DeviceEndpoint devices, SecureListener secure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning)
            // The host logs what it then throws; it is told once, in one line, where it is caught.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            // It would make an Activity for each request, for lines that are never written. What the edge does not catch, Kestrel logs too.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddSingleton<ILoggerProvider>(_ => new JsonLog());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton<IHostedService>(stop);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Http, listen => listen.Protocols = HttpProtocols.Http1);
            secure.Listen(kestrel);
            devices.Listen(kestrel);

            // The edge sets its own limit on bodies, to answer it in AWS's form. A request line must hold 50 tags, encoded.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = 96 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        return builder.Build();
    }
}
