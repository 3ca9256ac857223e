using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Which policies are attached to which targets, with the small table that keeps their limit in a race.</summary>
internal static class PolicyAttachmentTable
{
    /// <summary>AWS's quota: policies attached to one certificate or Cognito identity.</summary>
    public const int MostPerTarget = 10;

    /// <summary>Attaches a policy; again is the same as once.</summary>
    /// <returns>Anything but <see cref="PolicyAttachment.Done"/> must be undone by the caller's transaction.</returns>
    public static async Task<PolicyAttachment> InsertAsync(
        Session session, Caller caller, string target, string policyName, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.Sql("""
            INSERT INTO policy_attachment (account_id, region, target, policy_name, attached_at_ms)
            SELECT p.account_id, p.region, @target, p.policy_name, @now FROM policy p
            WHERE p.account_id = @account AND p.region = @region AND p.policy_name = @name
            ON CONFLICT (account_id, region, target, policy_name) DO NOTHING
            """)
            .With("@target", target).With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return await PolicyTable.ExistsAsync(session, caller, policyName, cancellationToken) ? PolicyAttachment.Done : PolicyAttachment.NoSuchPolicy;
        }

        return await session.Sql("""
            INSERT INTO policy_target (account_id, region, target, policy_count) VALUES (@account, @region, @target, 1)
            ON CONFLICT (account_id, region, target) DO UPDATE SET policy_count = policy_target.policy_count + 1
            WHERE policy_target.policy_count < @most
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target).With("@most", (long)MostPerTarget)
            .ExecuteAsync(cancellationToken) == 1 ? PolicyAttachment.Done : PolicyAttachment.TargetIsFull;
    }

    /// <summary>Detaches a policy; false when it was not attached.</summary>
    public static async Task<bool> TryDeleteAsync(Session session, Caller caller, string target, string policyName, CancellationToken cancellationToken)
    {
        if (await session.Sql("""
            DELETE FROM policy_attachment WHERE account_id = @account AND region = @region AND target = @target AND policy_name = @name
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target).With("@name", policyName)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        // The counter's row is held from here on, so that nobody can count on it in between.
        await session.Sql("""
            UPDATE policy_target SET policy_count = policy_count - 1 WHERE account_id = @account AND region = @region AND target = @target
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target)
            .ExecuteAsync(cancellationToken);
        await session.Sql("DELETE FROM policy_target WHERE account_id = @account AND region = @region AND target = @target AND policy_count = 0")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target)
            .ExecuteAsync(cancellationToken);
        return true;
    }

    public static async Task DeleteAllAsync(Session session, Caller caller, string target, CancellationToken cancellationToken)
    {
        await session.Sql("DELETE FROM policy_attachment WHERE account_id = @account AND region = @region AND target = @target")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target)
            .ExecuteAsync(cancellationToken);
        await session.Sql("DELETE FROM policy_target WHERE account_id = @account AND region = @region AND target = @target")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target)
            .ExecuteAsync(cancellationToken);
    }

    /// <summary>The policies of a target by name; at most ten.</summary>
    public static Task<List<PolicyLine>> ListAsync(Session session, Caller caller, string target, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT policy_name, attached_at_ms FROM policy_attachment
            WHERE account_id = @account AND region = @region AND target = @target ORDER BY policy_name
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target)
            .AllAsync(row => new PolicyLine(row.GetString(0), row.Time(1)), cancellationToken);

    /// <summary>The versions that count of a target's policies; at most ten.</summary>
    public static Task<List<PolicyVersionKey>> KeysAsync(Session session, Caller caller, string target, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT p.policy_name, p.generation_id, p.default_version_id
            FROM policy_attachment a JOIN policy p ON p.account_id = a.account_id AND p.region = a.region AND p.policy_name = a.policy_name
            WHERE a.account_id = @account AND a.region = @region AND a.target = @target ORDER BY a.policy_name
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target)
            .AllAsync(row => new PolicyVersionKey(caller.AccountId, caller.Region, row.GetString(0), row.GetString(1), row.GetInt64(2)), cancellationToken);

    /// <summary>The names of the policies of some targets, in no order.</summary>
    /// <param name="targets">At most <see cref="FixedList.Length"/>.</param>
    public static Task<List<(string Target, string PolicyName)>> NamesAsync(
        Session session, Caller caller, IReadOnlyList<string> targets, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT target, policy_name FROM policy_attachment
            WHERE account_id = @account AND region = @region AND target IN ({FixedList.Names})
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).WithList(targets)
            .AllAsync(row => (row.GetString(0), row.GetString(1)), cancellationToken);

    public static async Task<bool> HasAnyAsync(Session session, Caller caller, string target, CancellationToken cancellationToken) =>
        await session.Sql("SELECT policy_name FROM policy_attachment WHERE account_id = @account AND region = @region AND target = @target LIMIT 1")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@target", target)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    public static async Task<bool> IsAttachedAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        await session.Sql("SELECT target FROM policy_attachment WHERE account_id = @account AND region = @region AND policy_name = @name LIMIT 1")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    /// <summary>At most <paramref name="count"/> targets of a policy after a place, by the time it was attached to them.</summary>
    public static Task<List<PolicyTargetLine>> TargetsAsync(
        Session session, Caller caller, string policyName, PagePlace? after, bool ascending, int count, CancellationToken cancellationToken)
    {
        var from = after ?? PagePlace.Before(ascending);
        return session.Sql(ascending ? Sql(">", "ASC") : Sql("<", "DESC"))
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .With("@at", from.UnixMilliseconds).With("@id", from.Id).With("@count", (long)count)
            .AllAsync(row => new PolicyTargetLine(row.GetString(0), row.Time(1)), cancellationToken);

        static string Sql(string beyond, string order) => $"""
            SELECT target, attached_at_ms FROM policy_attachment
            WHERE account_id = @account AND region = @region AND policy_name = @name AND (attached_at_ms, target) {beyond} (@at, @id)
            ORDER BY attached_at_ms {order}, target {order} LIMIT @count
            """;
    }
}

/// <summary>One target of a policy: what follows the account in its ARN, and when it was attached.</summary>
internal sealed record PolicyTargetLine(string Target, DateTimeOffset At);

/// <summary>How attaching a policy ended.</summary>
internal enum PolicyAttachment
{
    /// <summary>It is attached, now or since before.</summary>
    Done,

    /// <summary>The account has no policy of this name.</summary>
    NoSuchPolicy,

    /// <summary>The target has ten policies.</summary>
    TargetIsFull,
}
