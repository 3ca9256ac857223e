namespace Anchorage.X509;

/// <summary>Checks the shape of values whose meaning is not read: DER lengths all the way down, and a bounded depth.</summary>
internal static class DerShape
{
    /// <summary>
    /// How deep constructed values may nest in a value that is not read; certificate policies, the deepest in use, need 8.
    /// </summary>
    public const int MaxDepth = 16;

    public static void Check(DerDocument document, DerValue value, string field) => Check(document, value, field, MaxDepth);

    private static void Check(DerDocument document, DerValue value, string field, int depthLeft)
    {
        if (!value.Tag.IsConstructed)
        {
            return;
        }

        if (depthLeft == 0)
        {
            document.FailDer(ReadingRules.NestingDepth, value.Offset, field, $"values nest deeper than {MaxDepth}.");
            return;
        }

        var reader = new DerReader(document, value);
        while (reader.HasMore)
        {
            Check(document, reader.ReadAny(field), field, depthLeft - 1);
        }
    }
}
