using Anchorage.Storage;

namespace Anchorage.Auditing;

/// <summary>The store as one call sees it: whatever it writes and keeps is recorded in the same transaction, or is not kept.</summary>
internal sealed class AuditedDatabase(Database store, AuditTrail trail, AuditEntry entry) : Database
{
    public override string Dialect => store.Dialect;

    public override int Waiting => store.Waiting;

    public override long? Commits => store.Commits;

    public override Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken) => store.ReadAsync(work, cancellationToken);

    public override async Task<T> WriteAsync<T>(Func<Session, Task<Write<T>>> work, CancellationToken cancellationToken)
    {
        var isKept = false;
        entry.Prepare();
        var value = await store.WriteAsync(
            async session =>
            {
                var outcome = await work(session);
                isKept = outcome.Kept;
                if (isKept)
                {
                    await trail.RecordAsync(session, entry);
                }

                return outcome;
            },
            cancellationToken);
        entry.IsRecorded |= isKept;
        return value;
    }

    public override Task MigrateAsync(TimeProvider clock, CancellationToken cancellationToken) => store.MigrateAsync(clock, cancellationToken);

    /// <summary>The store is not this call's to close.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
