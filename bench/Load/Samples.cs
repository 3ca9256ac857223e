using System.Globalization;

namespace Anchorage.Bench;

/// <summary>One thing measured several times.</summary>
internal sealed record Samples(IReadOnlyList<double> Values)
{
    public double Median
    {
        get
        {
            var sorted = Values.Order().ToArray();
            return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>The median, and the least and the most in brackets.</summary>
    public string Show(string format) => string.Create(
        CultureInfo.InvariantCulture, $"{Show(Median, format)} ({Show(Values.Min(), format)}..{Show(Values.Max(), format)})");

    public static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    public static Samples Of<T>(IEnumerable<T> items, Func<T, double> value) => new([.. items.Select(value)]);
}
