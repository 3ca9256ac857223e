using System.Text.RegularExpressions;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>The name of a provisioning template in a request: 1 to 36 of <c>[0-9A-Za-z_-]</c>; letter case counts.</summary>
internal static partial class TemplateName
{
    public static Result<string> Read(string text) => Form().IsMatch(text)
        ? text
        : WireError.InvalidRequest($"The provisioning template name is {Printable.Quoted(text)}; wanted 1 to 36 letters, digits, _ and -.");

    /// <summary>The id of a version in a path.</summary>
    public static Result<VersionNumber> ReadVersion(string text) =>
        text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit)
            ? new VersionNumber(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            : WireError.InvalidRequest($"The version id is {Printable.Quoted(text)}; wanted a whole number, as list-provisioning-template-versions prints it.");

    /// <summary>The error for a template that is not there, or is another account's.</summary>
    public static WireError Unknown(Caller caller, string templateName) => WireError.ResourceNotFound(
        $"There is no provisioning template {Printable.Quoted(templateName)} in account {caller.AccountId}, region {caller.Region}. list-provisioning-templates lists those there are.");

    public static WireError UnknownVersion(string templateName, long versionId) => WireError.ResourceNotFound(
        $"The provisioning template {templateName} has no version {versionId}. list-provisioning-template-versions lists those it has.");

    [GeneratedRegex(@"\A[0-9A-Za-z_-]{1,36}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>The number of a version, as a path gives it.</summary>
internal sealed record VersionNumber(long Id);
