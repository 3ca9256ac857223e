using System.Collections.Immutable;
using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>CA certificates.</summary>
internal static class CACertificateTable
{
    /// <summary>AWS's quota: CA certificates with the same subject field, per account and region.</summary>
    public const int MostPerSubject = 10;

    private const string Columns = """
        certificate_id, der, subject_digest, status, auto_registration_status, certificate_mode, not_before_ms, not_after_ms,
        template_body, template_name, role_arn, customer_version, generation_id, created_at_ms, modified_at_ms
        """;

    /// <summary>Writes it if the account does not have it, no other account holds it, and its subject is not full: judged in this order.</summary>
    /// <returns>Anything but <see cref="Registration.Done"/> must be undone by the caller's transaction.</returns>
    public static async Task<Registration> InsertAsync(Session session, Caller caller, CACertificate ca, CancellationToken cancellationToken)
    {
        await session.TakeTurnAsync($"{caller.AccountId} {caller.Region} {ca.SubjectDigest}", cancellationToken);
        while (!await TryInsertAsync(session, caller, ca, cancellationToken))
        {
            if (await ExistsAsync(session, caller, ca.CertificateId, cancellationToken))
            {
                return new Registration.AlreadyRegistered();
            }

            if (ca.CertificateMode == CACertificate.DefaultMode && await IsHeldAsync(session, caller.Region, ca.CertificateId, cancellationToken))
            {
                return new Registration.HeldByAnotherAccount();
            }

            if (await IdsOfSubjectAsync(session, caller, ca, cancellationToken) is { Length: MostPerSubject } full)
            {
                return new Registration.SubjectIsFull(full);
            }

            // What stood in the way was deleted by another node since.
        }

        return new Registration.Done();
    }

    public static async Task<bool> ExistsAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("SELECT certificate_id FROM ca_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    public static Task<CACertificate?> FindAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM ca_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .FirstAsync(Read, cancellationToken);

    /// <summary>The CAs of one subject: at most <see cref="MostPerSubject"/>.</summary>
    public static Task<List<CACertificate>> FindBySubjectAsync(Session session, Caller caller, string subjectDigest, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT {Columns} FROM ca_certificate
            WHERE region = @region AND subject_digest = @subject AND certificate_mode IN ('DEFAULT', 'SNI_ONLY') AND account_id = @account LIMIT 10
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@subject", subjectDigest)
            .AllAsync(Read, cancellationToken);

    /// <summary>The CAs of one subject that are in DEFAULT mode, of whichever account, the oldest first: later ones cannot crowd them out.</summary>
    public static Task<List<HeldCACertificate>> FindHeldBySubjectAsync(Session session, string region, string subjectDigest, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT {Columns}, account_id FROM ca_certificate
            WHERE region = @region AND subject_digest = @subject AND certificate_mode = 'DEFAULT' ORDER BY created_at_ms LIMIT 16
            """)
            .With("@region", region).With("@subject", subjectDigest)
            .AllAsync(row => new HeldCACertificate(row.GetString(15), Read(row)), cancellationToken);

    /// <summary>Whether it is there; if so, nobody else changes or deletes it until this unit of work ends.</summary>
    public static async Task<bool> HoldAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("UPDATE ca_certificate SET customer_version = customer_version WHERE account_id = @account AND region = @region AND certificate_id = @id")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Makes the changes asked for; if there are any, its version and date move with them.</summary>
    public static Task<int> UpdateAsync(
        Session session, Caller caller, UpdateCACertificateRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var config = request.RegistrationConfig;
        return session.Sql("""
            UPDATE ca_certificate SET
                status = COALESCE(@status, status),
                auto_registration_status = COALESCE(@auto, auto_registration_status),
                template_body = CASE WHEN @replaces = 1 THEN @body ELSE template_body END,
                template_name = CASE WHEN @replaces = 1 THEN @template ELSE template_name END,
                role_arn = CASE WHEN @replaces = 1 THEN @role ELSE role_arn END,
                customer_version = customer_version + 1,
                modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND certificate_id = @id
                AND (status <> COALESCE(@status, status)
                    OR auto_registration_status <> COALESCE(@auto, auto_registration_status)
                    OR (@replaces = 1 AND (template_body IS DISTINCT FROM @body OR template_name IS DISTINCT FROM @template OR role_arn IS DISTINCT FROM @role)))
            """)
            .With("@status", request.Status).With("@auto", request.AutoRegistrationStatus)
            .With("@replaces", config is not null || request.RemovesConfig ? 1L : 0L)
            .With("@body", config?.TemplateBody).With("@template", config?.TemplateName).With("@role", config?.RoleArn)
            .With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", request.CertificateId)
            .ExecuteAsync(cancellationToken);
    }

    /// <summary>Deletes it unless it is ACTIVE; with it goes its place among those of its subject and as the holder in DEFAULT mode.</summary>
    public static async Task<bool> TryDeleteAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("DELETE FROM ca_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id AND status <> 'ACTIVE'")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken) == 1;

    // One statement judges and writes, by the two keys that a registration is entered in.
    private static async Task<bool> TryInsertAsync(Session session, Caller caller, CACertificate ca, CancellationToken cancellationToken) =>
        await session.Sql($"""
            INSERT INTO ca_certificate (account_id, region, {Columns})
            SELECT @account, @region, @id, @der, @subject, @status, @auto, @mode, @before, @after, @body, @template, @role, @version, @generation, @created, @modified
            WHERE (SELECT COUNT(*) FROM ca_certificate
                    WHERE region = @region AND subject_digest = @subject AND certificate_mode IN ('DEFAULT', 'SNI_ONLY') AND account_id = @account) < @most
                AND (@mode <> 'DEFAULT' OR NOT EXISTS (SELECT 1 FROM ca_certificate
                    WHERE region = @region AND certificate_id = @id AND certificate_mode = 'DEFAULT'))
            ON CONFLICT DO NOTHING
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@id", ca.CertificateId).With("@der", ca.Der).With("@subject", ca.SubjectDigest)
            .With("@status", ca.Status).With("@auto", ca.AutoRegistrationStatus).With("@mode", ca.CertificateMode)
            .With("@before", ca.NotBefore.ToUnixTimeMilliseconds()).With("@after", ca.NotAfter.ToUnixTimeMilliseconds())
            .With("@body", ca.RegistrationConfig?.TemplateBody).With("@template", ca.RegistrationConfig?.TemplateName)
            .With("@role", ca.RegistrationConfig?.RoleArn)
            .With("@version", ca.CustomerVersion).With("@generation", ca.GenerationId)
            .With("@created", ca.CreatedAt.ToUnixTimeMilliseconds()).With("@modified", ca.ModifiedAt.ToUnixTimeMilliseconds())
            .With("@most", (long)MostPerSubject)
            .ExecuteAsync(cancellationToken) == 1;

    private static async Task<bool> IsHeldAsync(Session session, string region, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("SELECT account_id FROM ca_certificate WHERE region = @region AND certificate_id = @id AND certificate_mode = 'DEFAULT'")
            .With("@region", region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    private static async Task<ImmutableArray<string>> IdsOfSubjectAsync(Session session, Caller caller, CACertificate ca, CancellationToken cancellationToken)
    {
        // Put in order here: asked to do that, SQLite would go through all CAs of the region in the order of their ids.
        var ids = await session.Sql("""
            SELECT certificate_id FROM ca_certificate
            WHERE region = @region AND subject_digest = @subject AND certificate_mode IN ('DEFAULT', 'SNI_ONLY') AND account_id = @account LIMIT 10
            """)
            .With("@region", caller.Region).With("@subject", ca.SubjectDigest).With("@account", caller.AccountId)
            .AllAsync(row => row.GetString(0), cancellationToken);
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    private static CACertificate Read(DbDataReader row)
    {
        var config = new RegistrationConfig(row.TextOrNull(8), row.TextOrNull(10), row.TextOrNull(9));
        return new CACertificate(
            row.GetString(0), row.Bytes(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Time(6), row.Time(7),
            config.IsEmpty ? null : config, row.GetInt64(11), row.GetString(12), row.Time(13), row.Time(14));
    }
}

/// <summary>A CA in DEFAULT mode, and the account that holds it alone in its region.</summary>
internal sealed record HeldCACertificate(string AccountId, CACertificate CA);
