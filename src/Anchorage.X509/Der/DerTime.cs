using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads a Time as RFC 5280 4.1.2.5 wants it: to the second, in Zulu, and UTCTime through the year 2049.</summary>
internal static class DerTime
{
    private const int LastYearOfUtcTime = 2049;

    private static readonly Asn1Tag UtcTime = new(UniversalTagNumber.UtcTime);
    private static readonly Asn1Tag GeneralizedTime = new(UniversalTagNumber.GeneralizedTime);

    public static bool IsNext(DerReader reader) => reader.NextIs(UtcTime) || reader.NextIs(GeneralizedTime);

    public static DateTimeOffset ReadTime(this ref DerReader reader, string field)
    {
        var isUtcTime = reader.NextIs(UtcTime);
        var value = reader.Read(isUtcTime ? UtcTime : GeneralizedTime, field);
        if (reader.Document.Failed)
        {
            return default;
        }

        var digits = value.Content.Span;
        var yearDigits = isUtcTime ? 2 : 4;
        if (digits.Length != yearDigits + 11 || digits[^1] != (byte)'Z' || digits[..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            reader.Document.FailDer(
                ReadingRules.TimeForm, value.Offset, field,
                isUtcTime ? "the UTCTime is not of the form YYMMDDHHMMSSZ." : "the GeneralizedTime is not of the form YYYYMMDDHHMMSSZ.");
            return default;
        }

        var year = Number(digits[..yearDigits]);
        if (isUtcTime)
        {
            year += year >= 50 ? 1900 : 2000;
        }

        var rest = digits[yearDigits..];
        var (month, day, hour, minute, second) =
            (Number(rest[..2]), Number(rest[2..4]), Number(rest[4..6]), Number(rest[6..8]), Number(rest[8..10]));
        var isDate = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        if (!isDate || hour > 23 || minute > 59 || second > 59)
        {
            reader.Document.FailDer(ReadingRules.TimeForm, value.Offset, field, "there is no such date or time of day.");
            return default;
        }

        if (!isUtcTime && year <= LastYearOfUtcTime)
        {
            reader.Document.FailDer(
                ReadingRules.TimeForm, value.Offset, field, "a year up to 2049 is written as GeneralizedTime; UTCTime is wanted for it.");
            return default;
        }

        return new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
