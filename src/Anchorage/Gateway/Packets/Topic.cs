using System.Text;

namespace Anchorage.Gateway.Packets;

/// <summary>What AWS IoT and MQTT allow as a topic name and as a topic filter.</summary>
internal static class Topic
{
    /// <summary>Most bytes of UTF-8.</summary>
    public const int MostBytes = 256;

    /// <summary>Most slashes.</summary>
    public const int MostSlashes = 7;

    /// <summary>What everything that the service itself says begins with.</summary>
    public const char Reserved = '$';

    public const string SharedPrefix = "$share/";

    /// <summary>Within AWS's limits: 256 bytes and 7 slashes.</summary>
    public static bool IsWithinLimits(string topic) =>
        topic.Length <= MostBytes && Encoding.UTF8.GetByteCount(topic) <= MostBytes && topic.AsSpan().Count('/') <= SlashesOf(topic);

    /// <summary>A name to publish to: not empty, and without wildcards.</summary>
    public static bool IsName(string topic) => topic.Length > 0 && topic.AsSpan().IndexOfAny('+', '#') < 0;

    /// <summary>A filter whose wildcards each stand alone in a level, <c>#</c> only in the last (MQTT 5, 4.7.1).</summary>
    public static bool IsFilter(string filter)
    {
        if (filter.Length == 0)
        {
            return false;
        }

        foreach (var range in filter.AsSpan().Split('/'))
        {
            var level = filter.AsSpan(range);
            if (level.IndexOfAny('+', '#') >= 0 && (level.Length > 1 || (level[0] == '#' && range.End.GetOffset(filter.Length) != filter.Length)))
            {
                return false;
            }
        }

        return true;
    }

    // AWS does not count the first three levels of its own topics, such as $aws/rules/name/, against the seven.
    private static int SlashesOf(string topic) => topic.StartsWith("$aws/", StringComparison.Ordinal) ? MostSlashes + 3 : MostSlashes;
}
