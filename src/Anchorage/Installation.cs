using Anchorage.Accounts;
using Anchorage.Auditing;
using Anchorage.Certificates;
using Anchorage.Configuration;
using Anchorage.Gateway;
using Anchorage.Gateway.Tls;
using Anchorage.Metrics;
using Anchorage.Onboarding;
using Anchorage.Permissions;
using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Throttles;
using Anchorage.Wire;

namespace Anchorage;

/// <summary>What operations are given: the store, the clock, the markers, and how this installation is configured.</summary>
internal sealed record Installation(ServeOptions Options, Database Database, MasterKey MasterKey, TimeProvider Clock)
{
    public Marker Markers { get; } = new(MasterKey.Derive("list markers"));

    /// <summary>Who may call what.</summary>
    public CallPermissions Permissions { get; } = new(Database, Clock);

    /// <summary>What is measured here.</summary>
    public Instruments Instruments { get; } = new(Database, Clock);

    /// <summary>How often accounts may call.</summary>
    public CallThrottle CallThrottle { get; } = new(Clock, Options.Throttle);

    public CompiledPolicies CompiledPolicies { get; } = new();

    /// <summary>Where something was changed here that may end a connected device's right to be here.</summary>
    public AccessChanges AccessChanges { get; } = new();

    /// <summary>The record of devices that tried to connect.</summary>
    public OnboardingAttempts Attempts { get; } = new(Database, Clock);

    /// <summary>The record of who did what.</summary>
    public AuditTrail Audit { get; } = new(Database, Clock, Options);

    /// <summary>What the device endpoint shows; the names it goes by are among it.</summary>
    public required CertificateSource ServerCertificates { get; init; }

    public ServiceCA ServiceCA { get; } = new(Database, MasterKey, Clock);
}
