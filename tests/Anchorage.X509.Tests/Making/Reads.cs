using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Reads that must succeed, or must not.</summary>
internal static class Reads
{
    public const string Role = "CA certificate";

    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static Certificate Certificate(byte[] der)
    {
        var reading = X509.Certificate.Read(der, Role);
        Assert.True(reading.IsRead, reading.Fault?.Message);
        return reading.Value;
    }

    public static Certificate Certificate(string pem)
    {
        var reading = CertificatePem.Read(pem, Role);
        Assert.True(reading.IsRead, reading.Fault?.Message);
        return reading.Value;
    }

    public static Fault Fault(byte[] der)
    {
        var reading = X509.Certificate.Read(der, Role);
        Assert.False(reading.IsRead, "It was read.");
        AssertPresentable(reading.Fault);
        return reading.Fault;
    }

    public static Fault Fault(string text)
    {
        var reading = CertificatePem.Read(text, Role);
        Assert.False(reading.IsRead, "It was read.");
        AssertPresentable(reading.Fault);
        return reading.Fault;
    }

    /// <summary>Judges at <see cref="Now"/>.</summary>
    public static Fault[] Judge(Certificate ca)
    {
        var faults = CACertificateRules.Judge(ca, Now).ToArray();
        Assert.All(faults, AssertPresentable);
        Assert.All(faults, fault => Assert.Contains(CACertificateRules.All, rule => rule.Name == fault.Rule));
        return faults;
    }

    public static void AssertAccepted(Certificate ca) => Assert.Empty(Judge(ca).Select(fault => fault.Message));

    /// <summary>Exactly this rule is broken.</summary>
    public static Fault AssertRefused(string rule, Certificate ca) => AssertOnly(rule, Judge(ca));

    public static Fault AssertOnly(string rule, Fault[] faults)
    {
        Assert.Equal([rule], faults.Select(fault => fault.Rule));
        return faults[0];
    }

    public static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE", der);

    private static void AssertPresentable(Fault fault)
    {
        Assert.DoesNotContain(fault.Message, char.IsControl);
        Assert.Matches("^[A-Z].*[^.]\\. .*\\S$", fault.Message);
        Assert.NotEmpty(fault.Citation);
        Assert.Matches("^[a-z0-9_]+$", fault.Rule);
    }
}
