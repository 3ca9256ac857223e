using System.Security.Cryptography;
using System.Text;
using Anchorage.Auditing;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Onboarding;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Tests.Storage;

/// <summary>Records to store, made up but for what a test is about.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static Caller Caller(string account = "111122223333", string region = "eu-central-1") => new(account, region, null);

    public static CACertificate CA(
        string name, string subject = "subject", string mode = CACertificate.SniOnly, DateTimeOffset? created = null, RegistrationConfig? config = null) => new(
            Digest(name),
            Encoding.UTF8.GetBytes(name),
            Digest(subject),
            CACertificate.Active,
            CACertificate.Disable,
            mode,
            Noon.AddYears(-1),
            Noon.AddYears(9),
            config,
            CustomerVersion: 1,
            Guid.NewGuid().ToString(),
            created ?? Noon,
            created ?? Noon);

    public static DeviceCertificate Device(
        string name, string account = "111122223333", string mode = DeviceCertificate.DefaultMode, string? ca = null, DateTimeOffset? created = null) => new(
            Digest(name),
            Encoding.UTF8.GetBytes(name),
            $"CN={name}",
            CertificateStatus.Inactive,
            mode,
            ca,
            account,
            PreviousOwnedBy: null,
            CertificateTransfer.None,
            Noon.AddYears(-1),
            Noon.AddYears(9),
            CustomerVersion: 1,
            Guid.NewGuid().ToString(),
            created ?? Noon,
            created ?? Noon);

    public static OnboardingAttempt Attempt(string outcome) =>
        new(0, Noon, "localhost", "192.0.2.7", Digest("device"), "device", "CN=device", "CN=CA", Digest("ca"), outcome, "Found this, wanted that.");

    /// <summary>A record of the audit trail, so many milliseconds after noon.</summary>
    public static AuditRecord Record(int number, string account = "111122223333") => new(
        account, Noon.AddMilliseconds(number), number, "eu-central-1", $"arn:aws:iam::{account}:user/ci", "ANCKAAAAAAAAAAAAAAAA", "192.0.2.7", "tests/1.0", "CreateThing",
        $"arn:aws:iot:eu-central-1:{account}:thing/{number}", AuditRecord.Success, Guid.NewGuid().ToString());

    /// <summary>Stores one as the operation does: whatever is not done is undone.</summary>
    public static Task<Registration> RegisterAsync(this Database database, Caller caller, CACertificate ca) => database.WriteAsync(
        async session =>
        {
            var outcome = await CACertificateTable.InsertAsync(session, caller, ca, TestContext.Current.CancellationToken);
            return outcome is Registration.Done ? Write.Keep(outcome) : Write.Undo(outcome);
        },
        TestContext.Current.CancellationToken);

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
