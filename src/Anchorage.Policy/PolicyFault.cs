namespace Anchorage.Policy;

/// <summary>One thing that is wrong with a policy document.</summary>
/// <param name="Path">Where, as a JSON path: <c>$</c>, <c>$.Statement[0].Effect</c>.</param>
/// <param name="Message">What was found, what was wanted and what to do. Without control characters.</param>
public sealed record PolicyFault(string Path, string Message);
