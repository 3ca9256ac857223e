using System.Text.Json;

namespace Anchorage.Onboarding;

/// <summary>That a certificate was registered by its first connect, or waits for its activation and tried to connect (developer guide, "Automatic client certificate registration").</summary>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="CertificateId">The device's certificate.</param>
/// <param name="CACertificateId">The CA that signed it.</param>
/// <param name="OccurredAt">When it tried to connect, to the millisecond.</param>
/// <param name="RegisteredAt">When it was registered; null when that is what is told.</param>
internal sealed record RegistrationEvent(
    string AccountId, string Region, string CertificateId, string CACertificateId, DateTimeOffset OccurredAt, DateTimeOffset? RegisteredAt)
{
    public string Topic => $"$aws/events/certificates/registered/{CACertificateId}";

    /// <summary>AWS's fields: the timestamp a number, the registration's a string or null, both in Unix milliseconds.</summary>
    public byte[] Payload()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("certificateId", CertificateId);
            json.WriteString("caCertificateId", CACertificateId);
            json.WriteNumber("timestamp", OccurredAt.ToUnixTimeMilliseconds());
            json.WriteString("certificateStatus", Certificates.CertificateStatus.PendingActivation);
            json.WriteString("awsAccountId", AccountId);
            json.WriteString("certificateRegistrationTimestamp", RegisteredAt?.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
