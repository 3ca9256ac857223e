namespace Anchorage.X509;

/// <summary>The extensions met so far in one list, none of which may come again.</summary>
internal struct SeenExtensions
{
    private List<ObjectIdentifier>? seen;

    public void Add(DerDocument document, ObjectIdentifier oid)
    {
        seen ??= new List<ObjectIdentifier>(2);
        if (seen.Count == CertificateExtensions.MaxCount)
        {
            document.Fail(ReadingRules.ExtensionCount, $"has more than {CertificateExtensions.MaxCount} extensions in one list, the most that are read.");
        }
        else if (seen.Contains(oid))
        {
            document.Fail(ReadingRules.ExtensionOnce, $"has the extension {oid} twice; each is wanted at most once.");
        }

        seen.Add(oid);
    }
}
