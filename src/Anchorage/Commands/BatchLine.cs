using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Client.Proof;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>One line of a batch: a JSON object whose members are called as the options of <c>anchorage ca check</c>.</summary>
internal static class BatchLine
{
    private const string Mend = "anchorage ca check --help shows the members of a line.";

    private static readonly string[] Members = ["id", "role", "pem", "ca", "intermediates", "at", "time", "registrationCode"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <param name="now">The time to judge for when the line names none.</param>
    public static JsonObject Judge(byte[] line, DateTimeOffset now)
    {
        JsonNode? id = null;
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Refused("is no JSON object.");
            }

            id = root.TryGetProperty("id", out var given) ? JsonNode.Parse(given.GetRawText()) : null;
            var (verdict, fault) = Judge(root, now);
            return WithId(fault is null ? verdict!.ToJson() : Refused(fault), id);
        }
        catch (JsonException)
        {
            return WithId(Refused("is no JSON that can be read: it is cut short or malformed, nests too deep, or has a member twice."), id);
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json says of a string that is no Unicode.
            return WithId(Refused("has a text that is not valid Unicode."), id);
        }
    }

    /// <param name="found">Continues "The line".</param>
    public static JsonObject Refused(string found) =>
        new Verdict("", null, [], [new Fault("batch_line", "anchorage ca check --batch", $"The line {found}", Mend)]).ToJson();

    /// <summary>A verdict, or what is wrong with the line itself.</summary>
    private static (Verdict? Verdict, string? Fault) Judge(JsonElement line, DateTimeOffset now)
    {
        foreach (var member in line.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
            {
                return (null, $"has the member {Visible.Text(JsonEncodedText.Encode(member.Name[..Math.Min(member.Name.Length, 40)]).ToString())}; {string.Join(", ", Members)} are known.");
            }

            if (member.Name != "id" && member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                return (null, $"has a {member.Name} that is no text.");
            }
        }

        string? Text(string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;
        var (role, pem, ca, intermediates, code) = (Text("role") ?? "ca", Text("pem"), Text("ca"), Text("intermediates"), Text("registrationCode"));
        var at = Text("at") ?? Text("time");
        var time = at is null ? now : CheckCommand.ReadTime(at);
        var fault = role is not ("ca" or "device" or "verification") ? "has a role other than ca, device and verification."
            : pem is null ? "has no pem, the certificate to judge."
            : time is null ? "has a time that cannot be read; 2030-01-31 or 2030-01-31T12:00:00Z is wanted."
            : role == "ca" && ca is not null ? "has a ca, which is for the roles device and verification."
            : role != "ca" && ca is null ? $"has no ca, the CA that is to have issued the {role} certificate."
            : role != "device" && intermediates is not null ? "has intermediates, which are for the role device."
            : role != "verification" && code is not null ? "has a registrationCode, which is for the role verification."
            : code is not null && !ProofOfPossession.IsCode(code) ? "has a registrationCode that is not 64 hexadecimal digits."
            : null;
        return fault is null ? (Judge(role, pem!, ca, intermediates, code, time!.Value), null) : (null, fault);
    }

    private static Verdict Judge(string role, string pem, string? ca, string? intermediates, string? code, DateTimeOffset now)
    {
        var reading = CertificatePem.Read(pem, role == "ca" ? "CA certificate" : $"{role} certificate");
        var ofCA = ca is null ? null : CertificatePem.Read(ca, "CA certificate");
        var (list, fault) = intermediates is null ? (ImmutableArray<Certificate>.Empty, null) : CertificateFile.ReadBlocks(intermediates, "intermediate");
        using var certificate = reading.Value;
        using var issuer = ofCA?.Value;
        var verdict = (reading.Fault ?? ofCA?.Fault ?? fault) is { } first
            ? new Verdict(role, null, Verdict.RulesOf(role), [first])
            : Verdict.Of(role, certificate!, issuer, list, code, now);
        foreach (var intermediate in list)
        {
            intermediate.Dispose();
        }

        return verdict;
    }

    private static JsonObject WithId(JsonObject verdict, JsonNode? id)
    {
        if (id is not null)
        {
            verdict.Insert(0, "id", id);
        }

        return verdict;
    }
}
