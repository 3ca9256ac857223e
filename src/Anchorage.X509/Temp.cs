using System.Collections.Immutable;
namespace Anchorage.X509;
public sealed record Fault(string Rule, string Citation, string Found, string Mend) { public string Message => Found; }
public sealed class Reading<T> where T : class { public T? Value { get; } public Fault? Fault { get; } }
public static class CertificatePem { public const int MaxCharacters = 65_536; public static Reading<Certificate> Read(string text, string role) => null!; public static string Write(ReadOnlySpan<byte> der) => ""; }
public sealed class DistinguishedName { public ReadOnlyMemory<byte> Der => default; }
public sealed class Certificate : IDisposable { public void Dispose() { } public ReadOnlyMemory<byte> Der => default; public string Fingerprint => ""; public DistinguishedName Subject => null!; public DateTimeOffset NotBefore => default; public DateTimeOffset NotAfter => default; }
public static class CACertificateRules { public static ImmutableArray<Fault> Judge(Certificate ca, DateTimeOffset now) => []; }
public static class VerificationCertificateRules { public const string RegistrationCodeRule = "x"; public static ImmutableArray<Fault> Judge(Certificate proof, Certificate ca, string? registrationCode, DateTimeOffset now) => []; }
