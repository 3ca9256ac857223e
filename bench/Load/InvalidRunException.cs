namespace Anchorage.Bench;

/// <summary>A run that may not be counted, and why.</summary>
internal sealed class InvalidRunException(string why) : Exception(why);
