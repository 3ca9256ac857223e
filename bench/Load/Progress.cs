namespace Anchorage.Bench;

/// <summary>What a person watches while it runs; the result goes elsewhere.</summary>
internal static class Progress
{
    public static void Say(FormattableString line) => Console.Error.WriteLine(FormattableString.Invariant(line));
}
