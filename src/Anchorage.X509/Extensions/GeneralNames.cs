using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>Reads GeneralNames (RFC 5280 4.2.1.6): a list of at least one.</summary>
internal static class GeneralNames
{
    /// <summary>Most names in one list; certificates in use have up to a few hundred.</summary>
    public const int MaxCount = 1024;

    /// <summary>With its SEQUENCE tag.</summary>
    public static ImmutableArray<GeneralName> Read(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var list = reader.ReadSequence(field);
        return ReadAll(ref list, offset, field);
    }

    /// <summary>What stands inside the list's tag, whichever that was.</summary>
    public static ImmutableArray<GeneralName> ReadAll(ref DerReader list, int offset, string field)
    {
        var names = ImmutableArray.CreateBuilder<GeneralName>();
        while (list.HasMore)
        {
            names.Add(GeneralName.Read(ref list, field));
            if (names.Count > MaxCount)
            {
                list.Document.FailDer(ReadingRules.ExtensionForm, offset, field, $"the list has more than {MaxCount} names, the most that are read.");
            }
        }

        if (names.Count == 0)
        {
            list.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "the list of names is empty; at least one is wanted.");
        }

        return names.DrainToImmutable();
    }
}
