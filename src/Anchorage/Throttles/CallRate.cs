namespace Anchorage.Throttles;

/// <summary>How often something may be done: so many times at once, and so many in each second in the long run.</summary>
/// <param name="PerSecond">At least 1.</param>
/// <param name="AtOnce">How many may come together after a pause, at least 1.</param>
internal readonly record struct CallRate(int PerSecond, int AtOnce);
