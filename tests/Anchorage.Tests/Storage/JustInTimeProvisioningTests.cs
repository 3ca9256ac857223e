using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Onboarding;
using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Anchorage.Things;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Tests.Storage;

public class JustInTimeProvisioningTests
{
    private const string Template = """
        {
          "Resources": {
            "thing": {
              "Type": "AWS::IoT::Thing",
              "Properties": {"ThingName": {"Ref": "AWS::IoT::Certificate::CommonName"}, "AttributePayload": {"site": "dock"}},
              "OverrideSettings": {"AttributePayload": "OVERRIDE"}
            },
            "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}}},
            "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": "DOCUMENT"}}
          }
        }
        """;

    private const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}]}""";

    private static readonly string CA = Rows.Digest("the CA");

    private static readonly Caller Caller = Rows.Caller();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_device_gets_its_thing_its_policy_and_an_active_certificate_and_again_nothing_more(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        using var device = Device("CN=buoy");

        for (var round = 0; round < 2; round++)
        {
            var done = await ProvisionAsync(database, device, CA);
            Assert.True(done.IsSuccess, done.Error?.Message);
            Assert.Equal((device.Fingerprint, "ACTIVE", "buoy"), (done.Value.CertificateId, done.Value.CertificateStatus, done.Value.ThingName));
        }

        Assert.Equal(["ACTIVE"], await store.RowsAsync("SELECT status FROM device_certificate"));
        Assert.Equal(["buoy|1|1"], await store.RowsAsync("SELECT thing_name || '|' || principal_count || '|' || version FROM thing"));
        Assert.Equal(["1"], await store.RowsAsync("SELECT CAST(count(*) AS TEXT) FROM thing_principal"));
        Assert.Equal([$"cert/{device.Fingerprint}"], await store.RowsAsync("SELECT target FROM policy_attachment"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_device_of_the_same_CA_joins_the_thing_and_one_of_another_CA_does_not(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        using var first = Device("CN=buoy");
        using var successor = Device("CN=buoy");
        using var stranger = Device("CN=buoy");
        Assert.True((await ProvisionAsync(database, first, CA)).IsSuccess);
        Assert.True((await ProvisionAsync(database, successor, CA)).IsSuccess);

        var refused = await ProvisionAsync(database, stranger, Rows.Digest("another CA"));

        Assert.Contains("a device of one CA does not join a thing of another", refused.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(["2"], await store.RowsAsync("SELECT CAST(count(*) AS TEXT) FROM thing_principal"));
        Assert.Equal(["2"], await store.RowsAsync("SELECT CAST(count(*) AS TEXT) FROM policy_attachment"));
        Assert.Equal(["ACTIVE", "ACTIVE", "PENDING_ACTIVATION"], await store.RowsAsync("SELECT status FROM device_certificate ORDER BY status"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_policy_of_the_document_s_name_with_another_document_fails_the_provisioning(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        using var device = Device("CN=buoy");
        var name = Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(Document)));
        Assert.True(await database.WriteAsync(
            async session => Write.Keep(await PrincipalPolicies.TryCreateAsync(session, Caller, name, Document.Replace("Connect", "*", StringComparison.Ordinal), Rows.Noon, Cancelled)), Cancelled));

        Assert.Contains("exists with another document", (await ProvisionAsync(database, device, CA)).Error?.Message, StringComparison.Ordinal);
        Assert.Empty(await store.RowsAsync("SELECT thing_name FROM thing"));
        Assert.Empty(await store.RowsAsync("SELECT target FROM policy_attachment"));
    }

    [Theory]
    [InlineData("DO_NOTHING", "sea|old", null)]
    [InlineData("REPLACE", "dock|", null)]
    [InlineData("MERGE", "dock|old", null)]
    [InlineData("FAIL", "sea|old", "ResourceConflictsException: the thing buoy exists with other attributes")]
    public async Task Attributes_of_a_thing_that_exists_are_overridden_as_the_template_says(string setting, string expected, string? error)
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var database = await store.OpenMigratedAsync();
        using var device = Device("CN=buoy");
        var there = ThingAttributes.None.Add("site", "sea").Add("batch", "old");
        await database.WriteAsync(async session => Write.Keep(await RegisteredThing.TryCreateAsync(session, Caller, "buoy", there, Rows.Noon, Cancelled)), Cancelled);

        var done = await ProvisionAsync(database, device, CA, setting);

        Assert.Equal(error is null, done.IsSuccess);
        Assert.StartsWith(error ?? string.Empty, done.Error?.Message ?? string.Empty, StringComparison.Ordinal);
        var thing = await database.ReadAsync(session => RegisteredThing.FindAsync(session, Caller, "buoy", Cancelled), Cancelled);
        Assert.Equal(expected, $"{thing!.Attributes["site"]}|{thing.Attributes.GetValueOrDefault("batch")}");
    }

    [Fact]
    public async Task Devices_of_one_name_that_come_at_once_end_in_one_thing()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var database = await store.OpenMigratedAsync();
        var devices = Enumerable.Range(0, 32).Select(_ => Device("CN=buoy")).ToList();

        var done = await Task.WhenAll(devices.Select(device => ProvisionAsync(database, device, CA)));

        Assert.All(done, one => Assert.True(one.IsSuccess, one.Error?.Message));
        Assert.Equal(["buoy|32"], await store.RowsAsync("SELECT thing_name || '|' || principal_count FROM thing"));
        devices.ForEach(device => device.Dispose());
    }

    private static Certificate Device(string subject) => CertificatePem.Read(new TestCA(subject).Pem, "device certificate").Value!;

    /// <summary>Registers the certificate as a device's first connect does, unless it is, and provisions it.</summary>
    private static async Task<Result<ProvisionedDevice>> ProvisionAsync(Database database, Certificate device, string ca, string setting = "DO_NOTHING")
    {
        var record = DeviceCertificate.Of(device, CertificateStatus.PendingActivation, DeviceCertificate.SniOnly, ca, Caller.AccountId, Rows.Noon);
        await database.WriteAsync(async session => Write.Keep(await RegisteredCertificate.InsertAsync(session, Caller, record, Cancelled)), Cancelled);
        var body = Template.Replace("DOCUMENT", Document.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("OVERRIDE", setting, StringComparison.Ordinal);
        var config = new RegistrationConfig(body, "arn:aws:iam::123456789012:role/JITPRole", null);
        return await database.WriteAsync(
            async session => await JustInTimeProvisioning.RunAsync(session, Caller, config, device, Rows.Noon, Cancelled) is var done && done.IsSuccess
                ? Write.Keep(done)
                : Write.Undo(done),
            Cancelled);
    }
}
