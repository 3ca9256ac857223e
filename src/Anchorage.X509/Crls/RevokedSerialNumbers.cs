using System.Numerics;

namespace Anchorage.X509;

/// <summary>
/// Finds the entries of a CRL by serial number: a table of where they stand, by open addressing. It costs eight bytes an entry at most sixteen;
/// the entries themselves stay where they are.
/// </summary>
internal sealed class RevokedSerialNumbers
{
    private static readonly ObjectIdentifier ReasonCode = ObjectIdentifier.Of("2.5.29.21");

    private readonly DerDocument document;

    // Offsets of entries plus one, so that zero is a free place.
    private readonly int[] table;

    public RevokedSerialNumbers(DerDocument document, List<int> offsets, bool hasOtherIssuers)
    {
        this.document = document;
        HasOtherIssuers = hasOtherIssuers;
        Count = offsets.Count;
        table = new int[BitOperations.RoundUpToPowerOf2((uint)(Count * 2) + 1)];
        foreach (var offset in offsets)
        {
            table[PlaceOf(Open(offset).Serial.Span)] = offset + 1;
        }
    }

    public int Count { get; }

    public bool HasOtherIssuers { get; }

    public RevokedCertificate? Find(ReadOnlySpan<byte> serialNumber) => table[PlaceOf(serialNumber)] is not 0 and var found ? Read(found - 1) : null;

    /// <summary>Where the serial number stands, or the free place where it would. The hash is seeded anew in each process, so nobody can aim at it.</summary>
    private int PlaceOf(ReadOnlySpan<byte> serialNumber)
    {
        var hash = new HashCode();
        hash.AddBytes(serialNumber);
        var place = hash.ToHashCode() & (table.Length - 1);
        while (table[place] != 0 && !Open(table[place] - 1).Serial.Span.SequenceEqual(serialNumber))
        {
            place = (place + 1) & (table.Length - 1);
        }

        return place;
    }

    private (ReadOnlyMemory<byte> Serial, DerReader Fields) Open(int offset)
    {
        var entries = new DerReader(document, new DerValue(default, offset, document.Der[offset..], document.Der[offset..]));
        var fields = entries.ReadSequence(CrlReading.EntriesField);
        return (fields.ReadInteger(CrlReading.EntriesField), fields);
    }

    // Each entry was checked when the CRL was read, so nothing here can fail.
    private RevokedCertificate Read(int offset)
    {
        var (_, rest) = Open(offset);
        var at = rest.ReadTime(CrlReading.EntriesField);
        int? reason = null;
        if (rest.HasMore)
        {
            var extensions = rest.ReadSequence(CrlReading.EntriesField);
            while (extensions.HasMore)
            {
                var (oid, _, value) = ExtensionReading.ReadOne(ref extensions);
                reason = oid == ReasonCode ? CrlReading.ReadReason(new DerReader(document, value)) : reason;
            }
        }

        return new RevokedCertificate(at, reason);
    }
}
