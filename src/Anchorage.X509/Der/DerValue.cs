using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>One value in a DER document. The default is what a failed read gives: no octets.</summary>
/// <param name="Offset">Of the value's tag in the document.</param>
/// <param name="Encoded">Tag, length and content.</param>
internal readonly record struct DerValue(Asn1Tag Tag, int Offset, ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Content)
{
    public int ContentOffset => Offset + Encoded.Length - Content.Length;
}
