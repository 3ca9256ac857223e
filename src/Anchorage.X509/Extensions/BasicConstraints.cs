namespace Anchorage.X509;

/// <summary>Whether the subject is a CA, and how many more CAs may stand below it (RFC 5280 4.2.1.9).</summary>
/// <param name="PathLength">Most intermediate CAs between this one and a device's certificate; null for no limit.</param>
public sealed record BasicConstraints(bool IsCA, int? PathLength)
{
    internal static BasicConstraints Read(ref DerReader reader, string field)
    {
        var fields = reader.ReadSequence(field);
        var isCA = fields.ReadTrueOrAbsent(field + ".cA");
        int? pathLength = fields.HasMore ? fields.ReadCount(field + ".pathLenConstraint") : null;
        fields.End(field);
        return new BasicConstraints(isCA, pathLength);
    }
}
