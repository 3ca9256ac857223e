using System.Formats.Asn1;
using System.Numerics;
using System.Text;

namespace Anchorage.X509.Tests;

/// <summary>Writes DER, and what only looks like it, from pieces.</summary>
internal static class Der
{
    public static byte[] Null { get; } = [0x05, 0x00];

    public static byte[] True { get; } = [0x01, 0x01, 0xff];

    public static byte[] Value(byte tag, params byte[][] contents)
    {
        var content = contents.SelectMany(piece => piece).ToArray();
        byte[] length = content.Length switch
        {
            < 0x80 => [(byte)content.Length],
            < 0x100 => [0x81, (byte)content.Length],
            < 0x10000 => [0x82, (byte)(content.Length >> 8), (byte)content.Length],
            _ => [0x83, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length],
        };
        return [tag, .. length, .. content];
    }

    public static byte[] Sequence(params byte[][] contents) => Value(0x30, contents);

    public static byte[] Set(params byte[][] contents) => Value(0x31, contents);

    public static byte[] Explicit(int number, params byte[][] contents) => Value((byte)(0xa0 | number), contents);

    public static byte[] Integer(BigInteger number) => Value(0x02, number.ToByteArray(isBigEndian: true));

    public static byte[] BitString(byte[] octets) => Value(0x03, [0x00], octets);

    public static byte[] OctetString(byte[] octets) => Value(0x04, octets);

    public static byte[] Oid(string dotted)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(dotted);
        return writer.Encode();
    }

    public static byte[] UtcTime(string text) => Value(0x17, Encoding.ASCII.GetBytes(text));

    public static byte[] GeneralizedTime(string text) => Value(0x18, Encoding.ASCII.GetBytes(text));

    public static byte[] Utf8(string text) => Value(0x0c, Encoding.UTF8.GetBytes(text));

    public static byte[] Algorithm(string oid, params byte[][] parameters) => Sequence([Oid(oid), .. parameters]);

    public static byte[] Attribute(string oid, byte[] value) => Sequence(Oid(oid), value);

    public static byte[] CommonName(string text) => Attribute("2.5.4.3", Utf8(text));

    public static byte[] Name(params string[] commonNames) => Sequence([.. commonNames.Select(name => Set(CommonName(name)))]);

    public static byte[] Extension(string oid, bool isCritical, byte[] value) =>
        isCritical ? Sequence(Oid(oid), True, OctetString(value)) : Sequence(Oid(oid), OctetString(value));

    public static byte[] RsaKey(BigInteger modulus, BigInteger exponent) => Sequence(
        Algorithm("1.2.840.113549.1.1.1", Null), BitString(Sequence(Integer(modulus), Integer(exponent))));

    public static byte[] EcKey(string curve, byte[] point) => Sequence(Algorithm("1.2.840.10045.2.1", Oid(curve)), BitString(point));
}
