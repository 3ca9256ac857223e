using System.Collections.Immutable;
using Anchorage.CACertificates;
using Anchorage.Policies;
using Anchorage.ProvisioningTemplates;
using Anchorage.Storage;
using Anchorage.Things;
using Anchorage.Wire;

namespace Anchorage.Tests.Storage;

/// <summary>Every statement of policies, things and provisioning templates, to have their plans looked at.</summary>
internal static class RegistryStatements
{
    /// <summary>How many of them are pages: policies and their targets both ways; things, things by attribute, both ways of attachments, templates.</summary>
    public const int Pages = 9;

    /// <summary>Enough rows that reading a table whole would be dearer.</summary>
    public const string FillPostgres = """
        INSERT INTO policy SELECT '111122223333', 'eu-central-1', n::text, 'g', 1, 1, 1, n, n FROM generate_series(0, 9999) n;
        INSERT INTO policy_version SELECT '111122223333', 'eu-central-1', n::text, 1, '{}', n FROM generate_series(0, 9999) n;
        INSERT INTO policy_attachment SELECT '111122223333', 'eu-central-1', 'cert/' || n / 10, (n % 1000)::text, n FROM generate_series(0, 9999) n;
        INSERT INTO ca_activator SELECT '111122223333', 'eu-central-1', lpad(to_hex(n), 64, '0'), (n % 1000)::text, n FROM generate_series(0, 9999) n;
        INSERT INTO ca_quarantine SELECT '111122223333', 'eu-central-1', lpad(to_hex(n), 64, '0'), 'ACTIVE', n FROM generate_series(0, 9999) n;
        INSERT INTO thing SELECT '111122223333', 'eu-central-1', n::text, 'i', '{}', 1, 1, n FROM generate_series(0, 9999) n;
        INSERT INTO thing_attribute SELECT '111122223333', 'eu-central-1', 'site', (n % 100)::text, n::text FROM generate_series(0, 9999) n;
        INSERT INTO thing_principal SELECT '111122223333', 'eu-central-1', n::text, (n % 1000)::text, 0, n FROM generate_series(0, 9999) n;
        INSERT INTO principal_things SELECT '111122223333', 'eu-central-1', n::text, 10, 0 FROM generate_series(0, 9999) n;
        INSERT INTO provisioning_template (account_id, region, template_name, template_type, created_at_ms)
            SELECT '111122223333', 'eu-central-1', n::text, 'JITP', n FROM generate_series(0, 9999) n;
        INSERT INTO provisioning_template_version SELECT '111122223333', 'eu-central-1', n::text, 1, '{}', n FROM generate_series(0, 9999) n;
        """;

    public static readonly ImmutableArray<string> FilledTables =
    [
        "policy", "policy_version", "policy_attachment", "thing", "thing_attribute", "thing_principal", "principal_things", "provisioning_template",
        "provisioning_template_version", "ca_activator", "ca_quarantine",
    ];

    public static async Task RunAsync(Session session, Caller caller, CancellationToken cancelled)
    {
        await RunPoliciesAsync(session, caller, cancelled);
        await RunThingsAsync(session, caller, cancelled);
        await RunTemplatesAsync(session, caller, cancelled);
        await RunAuthoritiesAsync(session, caller, cancelled);
    }

    private static async Task RunAuthoritiesAsync(Session session, Caller caller, CancellationToken cancelled)
    {
        Assert.True(await PolicyTable.TryInsertAsync(session, caller, CreatePolicy.RecordOf("device", "{}", Rows.Noon), cancelled));
        Assert.True(await CAActivatorTable.TrySetAsync(session, caller, new CAActivator(Rows.Digest("1"), "device", Rows.Noon), cancelled));
        Assert.NotNull(await CAActivatorTable.FindAsync(session, caller, Rows.Digest("1"), cancelled));
        Assert.Equal(Rows.Digest("1"), await CAActivatorTable.FindByPolicyAsync(session, caller, "device", cancelled));
        Assert.True(await CAActivatorTable.TryDeleteAsync(session, caller, Rows.Digest("1"), cancelled));
        Assert.Equal(1, await CAQuarantineTable.InsertAsync(session, caller, Rows.Digest("1"), Rows.Noon, cancelled));
        Assert.NotNull(await CAQuarantineTable.FindAsync(session, caller, Rows.Digest("1"), cancelled));
        Assert.Equal([Rows.Digest("1")], await CAQuarantineTable.AmongAsync(session, caller, [Rows.Digest("1"), "2"], cancelled));
        Assert.Equal(1, await CAQuarantineTable.StayInactiveAsync(session, caller, Rows.Digest("1"), cancelled));
        Assert.Equal("INACTIVE", (await CAQuarantineTable.DeleteAsync(session, caller, Rows.Digest("1"), cancelled))?.StatusAfter);
    }

    private static async Task RunPoliciesAsync(Session session, Caller caller, CancellationToken cancelled)
    {
        const string document = "{}";
        Assert.True(await PolicyTable.TryInsertAsync(session, caller, CreatePolicy.RecordOf("fleet", document, Rows.Noon), cancelled));
        Assert.True(await PolicyTable.ExistsAsync(session, caller, "fleet", cancelled));
        Assert.True(await PolicyTable.HoldAsync(session, caller, "fleet", cancelled));
        Assert.NotNull(await PolicyTable.FindAsync(session, caller, "fleet", cancelled));
        Assert.Equal("2", await PolicyVersionTable.TryAddAsync(session, caller, "fleet", document, true, Rows.Noon, cancelled));
        Assert.Equal("3", await PolicyVersionTable.TryAddAsync(session, caller, "fleet", document, false, Rows.Noon, cancelled));
        Assert.NotNull(await PolicyVersionTable.FindAsync(session, caller, "fleet", 1, cancelled));
        Assert.Equal(3, (await PolicyVersionTable.ListAsync(session, caller, "fleet", cancelled)).Count);
        Assert.True(await PolicyVersionTable.TrySetDefaultAsync(session, caller, "fleet", 1, Rows.Noon, cancelled));
        Assert.True(await PolicyVersionTable.TryDeleteAsync(session, caller, "fleet", 2, Rows.Noon, cancelled));
        Assert.True(await PolicyVersionTable.TryDeleteAsync(session, caller, "fleet", 3, Rows.Noon, cancelled));
        foreach (var target in new[] { "cert/1", "cert/2" })
        {
            Assert.Equal(PolicyAttachment.Done, await PolicyAttachmentTable.InsertAsync(session, caller, target, "fleet", Rows.Noon, cancelled));
        }

        Assert.Single(await PolicyAttachmentTable.ListAsync(session, caller, "cert/1", cancelled));
        Assert.Single(await PolicyAttachmentTable.KeysAsync(session, caller, "cert/1", cancelled));
        Assert.True(await PolicyAttachmentTable.HasAnyAsync(session, caller, "cert/1", cancelled));
        Assert.True(await PolicyAttachmentTable.IsAttachedAsync(session, caller, "fleet", cancelled));
        foreach (var ascending in new[] { true, false })
        {
            await PolicyTable.PageAsync(session, caller, new PagePlace(1, "x"), ascending, 26, cancelled);
            await PolicyAttachmentTable.TargetsAsync(session, caller, "fleet", new PagePlace(1, "x"), ascending, 26, cancelled);
        }

        Assert.True(await PolicyAttachmentTable.TryDeleteAsync(session, caller, "cert/1", "fleet", cancelled));
        await PolicyAttachmentTable.DeleteAllAsync(session, caller, "cert/2", cancelled);
        Assert.True(await PolicyTable.TryDeleteAsync(session, caller, "fleet", cancelled));
    }

    private static async Task RunThingsAsync(Session session, Caller caller, CancellationToken cancelled)
    {
        var thing = new Thing("buoy", "id", ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("site", "dock"), 1);
        var principal = new ThingPrincipal("buoy", "1", false);
        Assert.True(await ThingTable.InsertAsync(session, caller, thing, Rows.Noon, cancelled));
        Assert.NotNull(await ThingTable.FindAsync(session, caller, "buoy", cancelled));
        Assert.NotNull(await ThingTable.HoldAsync(session, caller, "buoy", cancelled));
        Assert.NotNull(await ThingTable.ClaimAsync(session, caller, "buoy", null, cancelled));
        Assert.NotNull(await ThingTable.ClaimAsync(session, caller, "buoy", 2, cancelled));
        await ThingTable.SetAttributesAsync(session, caller, thing, cancelled);
        await ThingListing.PageAsync(session, caller, null, "x", 26, cancelled);
        await ThingListing.PageAsync(session, caller, new ThingSearch("site", "d", true), "dock\nx", 26, cancelled);
        Assert.Equal(Attachment.Done, await ThingPrincipalTable.InsertAsync(session, caller, principal, Rows.Noon, cancelled));
        Assert.NotNull(await ThingPrincipalTable.FindAsync(session, caller, "buoy", "1", cancelled));
        Assert.True(await ThingPrincipalTable.AnyAsync(session, caller, "1", cancelled));
        await ThingPrincipalListing.OfThingAsync(session, caller, "buoy", "x", null, 26, cancelled);
        await ThingPrincipalListing.OfCertificateAsync(session, caller, "1", "x", null, 26, cancelled);
        Assert.True(await ThingPrincipalTable.DeleteAsync(session, caller, "buoy", "1", cancelled));
        Assert.True(await ThingTable.DeleteAsync(session, caller, "buoy", null, cancelled));
    }

    private static async Task RunTemplatesAsync(Session session, Caller caller, CancellationToken cancelled)
    {
        var template = new StoredTemplate("line", StoredTemplate.Jitp, null, true, "role", 1, Rows.Noon, Rows.Noon);
        Assert.Equal(TemplateInsertion.Done, await TemplateTable.InsertAsync(session, caller, template, "{}", cancelled));
        Assert.NotNull(await TemplateTable.FindAsync(session, caller, "line", cancelled));
        Assert.NotNull(await TemplateTable.ClaimAsync(session, caller, "line", Rows.Noon, cancelled));
        Assert.Equal(1, await TemplateTable.SetAsync(session, caller, template, cancelled));
        await TemplateTable.PageAsync(session, caller, "x", 26, cancelled);
        Assert.Equal(2, await TemplateVersionTable.TryCountAsync(session, caller, "line", cancelled));
        await TemplateVersionTable.InsertAsync(session, caller, "line", new StoredTemplateVersion(2, "{}", Rows.Noon), cancelled);
        Assert.NotNull(await TemplateVersionTable.FindAsync(session, caller, "line", 2, cancelled));
        Assert.Equal(2, (await TemplateVersionTable.ListAsync(session, caller, "line", 0, cancelled)).Count);
        Assert.True(await TemplateVersionTable.DeleteAsync(session, caller, "line", 2, cancelled));
        Assert.True(await TemplateTable.DeleteAsync(session, caller, "line", cancelled));
    }
}
