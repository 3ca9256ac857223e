using System.Buffers;

namespace Anchorage.SigV4;

/// <summary>The <c>SignedHeaders</c> list: well-formed, present on the request, and holding all that must be signed.</summary>
internal static class SignedHeaderNames
{
    /// <summary>More than any client signs, and a bound on the work of finding each in the request.</summary>
    public const int MaxCount = 64;

    // RFC 9110 5.6.2 token characters, without capitals.
    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    public static SignatureFault? Check(ReadOnlySpan<char> list, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        CheckForm(list) ?? CheckPresence(list, headers) ?? CheckCoverage(list, headers);

    public static bool Contains(ReadOnlySpan<char> list, ReadOnlySpan<char> header)
    {
        foreach (var range in list.Split(';'))
        {
            if (list[range].Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static SignatureFault? CheckForm(ReadOnlySpan<char> list)
    {
        var previous = ReadOnlySpan<char>.Empty;
        var count = 0;
        foreach (var range in list.Split(';'))
        {
            var name = list[range];
            if (++count > MaxCount)
            {
                return Incomplete(
                    $"SignedHeaders names more than {MaxCount} headers. Sign fewer: host, x-amz-date and content-type will do.");
            }

            if (name.IsEmpty || name.ContainsAnyExcept(s_nameCharacters))
            {
                return Incomplete($"SignedHeaders has the name {Excerpt.Of(name)}. Wanted header names in lower case, separated by ';'.");
            }

            if (previous.SequenceCompareTo(name) >= 0)
            {
                return Incomplete(
                    $"SignedHeaders has {Excerpt.Of(name)} after {Excerpt.Of(previous)}. Wanted each name once, in ASCII order.");
            }

            previous = name;
        }

        return null;
    }

    private static SignatureFault? CheckPresence(ReadOnlySpan<char> list, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var range in list.Split(';'))
        {
            if (!IsPresent(list[range], headers))
            {
                return new SignatureFault(
                    SignatureFaultKind.InvalidSignature,
                    $"{SignatureMismatch.Text} SignedHeaders names {Excerpt.Of(list[range])}, but the request has no such header; "
                    + "look for a proxy that removes it.");
            }
        }

        return null;
    }

    // content-type is deliberately not among them. Every SDK signs it, but hand-written clients leave it out and AWS lets them; the body's
    // bytes are signed in any case and operations read them as JSON whatever the type says.
    private static SignatureFault? CheckCoverage(ReadOnlySpan<char> list, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        if (!Contains(list, "host"))
        {
            return Unsigned(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization. "
                + $"SignedHeaders is {Excerpt.Of(list)}; add host to it and sign again.");
        }

        for (var i = 0; i < headers.Count; i++)
        {
            var name = headers[i].Key;
            if (MustBeSigned(name) && !Contains(list, name))
            {
                return Unsigned(
                    $"The header {Excerpt.Of(name)} is not signed: SignedHeaders is {Excerpt.Of(list)}. "
                    + "Sign every x-amz-*, x-amzn-principal and x-amzn-iot-* header of the request, and look for a proxy that adds some.");
            }
        }

        return null;
    }

    /// <summary>Whether the header changes what the request means or who sends it. <c>x-amzn-trace-id</c> does not.</summary>
    private static bool MustBeSigned(string name) =>
        name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-amzn-principal", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-amzn-iot-", StringComparison.OrdinalIgnoreCase);

    private static bool IsPresent(ReadOnlySpan<char> name, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (name.Equals(headers[i].Key, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static SignatureFault Incomplete(string message) => new(SignatureFaultKind.IncompleteSignature, message);

    private static SignatureFault Unsigned(string message) => new(SignatureFaultKind.UnsignedHeader, message);
}
