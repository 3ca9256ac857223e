namespace Anchorage.Provisioning;

/// <summary>One thing that is wrong with a template.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.Resources.policy.Properties.PolicyDocument</c>. Names that are long or not plain are
/// written in brackets, escaped and shortened.</param>
/// <param name="Message">What was found, what was wanted and what to do; names from the template are escaped and shortened in it.</param>
public sealed record TemplateFault(string Path, string Message);
