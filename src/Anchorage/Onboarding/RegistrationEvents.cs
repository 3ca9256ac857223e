using Anchorage.Gateway;
using Anchorage.Gateway.Sessions;
using Anchorage.Storage;

namespace Anchorage.Onboarding;

/// <summary>Brings registration events to their subscribers, at least once: each stays stored until one has it.</summary>
/// <remarks>
/// At once, by whoever wrote it; nobody being subscribed, it counts as published, as with AWS. What is left, because nobody acknowledged or the
/// process ended, is published again until somebody has it, for as long as a session may outlive its connection.
/// </remarks>
internal sealed class RegistrationEvents(Database database, LiveSessions sessions, TimeProvider clock, ILogger logger)
{
    /// <summary>How long an acknowledgement is waited for; less than <see cref="JustInTimeRegistration.Grace"/>.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private int _isSweeping;

    /// <summary>Publishes an event that has just been committed. Returns at once.</summary>
    public void Publish(RegistrationEvent one) => _ = DeliverAsync(one, isLast: true);

    /// <summary>Publishes what is due again. To be called every second or so; returns at once.</summary>
    public void Sweep() => _ = SweepAsync();

    private async Task SweepAsync()
    {
        if (Interlocked.Exchange(ref _isSweeping, 1) == 1)
        {
            return;
        }

        try
        {
            var now = clock.GetUtcNow();
            if (await database.ReadAsync(session => RegistrationEventTable.IsAnyDueAsync(session, now, CancellationToken.None), CancellationToken.None))
            {
                var due = await database.WriteAsync(
                    async session => Write.Keep(await RegistrationEventTable.TakeDueAsync(session, now, CancellationToken.None)), CancellationToken.None);
                due.ForEach(one => _ = DeliverAsync(one, isLast: now - one.OccurredAt > TopicSpace.MostExpiry));
            }
        }
#pragma warning disable CA1031 // An exception that left a timer would be lost; the events stay where they are.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.EventsNotDelivered(exception);
        }
        finally
        {
            Volatile.Write(ref _isSweeping, 0);
        }
    }

    /// <param name="one">The event.</param>
    /// <param name="isLast">Whether it is not kept for subscribers that are not there.</param>
    private async Task DeliverAsync(RegistrationEvent one, bool isLast)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            if (await sessions.PublishAsync(one.AccountId, one.Region, one.Topic, one.Payload(), patience.Token) ?? isLast)
            {
                await database.WriteAsync(
                    async session => Write.Keep(await RegistrationEventTable.DeleteAsync(session, one, CancellationToken.None)), CancellationToken.None);
            }
        }
#pragma warning disable CA1031 // Nobody waits for this; the event stays where it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.EventsNotDelivered(exception);
        }
    }
}
