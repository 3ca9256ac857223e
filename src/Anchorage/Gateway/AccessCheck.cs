using System.Collections.Immutable;
using System.Data.Common;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Gateway.Sessions;
using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Gateway;

/// <summary>Looks whether connected devices may still be here, and exchanges the policies they are judged by, soon after something has changed.</summary>
/// <remarks>What this node changes it is told. What other nodes on the same PostgreSQL change it finds by looking at every live connection each second.</remarks>
internal sealed class AccessCheck(Installation on, LiveSessions sessions, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>How many intervals lie between two looks at everything.</summary>
    private const int RoundsBetweenAll = 4;

    private ITimer? _timer;
    private int _isRunning;
    private int _round;

    public void Start() => _timer = on.Clock.CreateTimer(_ => _ = RunAsync(), null, Interval, Interval);

    public void Dispose() => _timer?.Dispose();

    private async Task RunAsync()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            return;
        }

        try
        {
            var spaces = on.AccessChanges.Take();
            if (on.Options.Postgres is not null && ++_round % RoundsBetweenAll == 0)
            {
                spaces = sessions.Spaces();
            }

            foreach (var space in spaces)
            {
                await CheckAsync(space);
            }
        }
#pragma warning disable CA1031 // A bug, told to the log: an exception that left a timer would be lost.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.AccessCheckFailed(exception);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task CheckAsync((string AccountId, string Region) space)
    {
        try
        {
            var caller = new Caller(space.AccountId, space.Region, AccessKeyId: null);
            foreach (var batch in sessions.ByCertificate(space.AccountId, space.Region).Chunk(FixedList.Length))
            {
                var ids = batch.Select(one => one.CertificateId).ToList();
                var (active, policies) = await on.Database.ReadAsync(
                    async session => (
                        await FindAdmissibleAsync(session, caller, ids),
                        await PrincipalPolicies.FindAsync(session, caller, ids.ConvertAll(DeviceCertificate.ResourceOf), on.CompiledPolicies, CancellationToken.None)),
                    CancellationToken.None);
                foreach (var (id, connections) in batch)
                {
                    Apply(connections, active.Contains(id), [.. policies[DeviceCertificate.ResourceOf(id)]]);
                }
            }
        }
        catch (DbException exception)
        {
            on.AccessChanges.Return(space);
            logger.AccessCheckFailed(exception);
        }
    }

    /// <summary>Which of some certificates are ACTIVE, and not of a CA that is quarantined.</summary>
    private static async Task<HashSet<string>> FindAdmissibleAsync(Session session, Caller caller, List<string> ids)
    {
        var active = await RegisteredCertificate.FindActiveAsync(session, caller, ids, CancellationToken.None);
        var authorities = active.Select(one => one.CACertificateId).OfType<string>().Distinct().ToList();
        var quarantined = authorities.Count == 0 ? [] : await RegisteredCACertificate.FindQuarantinedAsync(session, caller, authorities, CancellationToken.None);
        return [.. active.Where(one => one.CACertificateId is not { } ca || !quarantined.Contains(ca)).Select(one => one.CertificateId)];
    }

    private static void Apply(List<DeviceConnection> connections, bool isActive, ImmutableArray<Policy.NamedPolicy> policies)
    {
        foreach (var connection in connections)
        {
            var permissions = connection.Principal.Permissions;
            permissions.Replace(policies);
            if (!isActive || !permissions.MayConnect(connection.ClientId))
            {
                connection.Close(Ending.Dropped);
            }
        }
    }
}
