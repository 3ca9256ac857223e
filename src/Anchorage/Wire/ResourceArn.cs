using System.Text.RegularExpressions;

namespace Anchorage.Wire;

/// <summary>The parts of an AWS IoT resource name, <c>arn:aws:iot:REGION:ACCOUNT:TYPE/ID</c>.</summary>
internal sealed partial record ResourceArn(string Region, string AccountId, string Type, string Id)
{
    /// <summary>Reads an ARN; null when it is not of this form.</summary>
    public static ResourceArn? Read(string text)
    {
        var match = text.Length <= 2048 ? Form().Match(text) : Match.Empty;
        return match.Success
            ? new ResourceArn(match.Groups["region"].Value, match.Groups["account"].Value, match.Groups["type"].Value, match.Groups["id"].Value)
            : null;
    }

    [GeneratedRegex(@"\Aarn:aws:iot:(?<region>[a-z0-9-]{1,64}):(?<account>[0-9]{12}):(?<type>[a-z]+)/(?<id>[\x21-\x7e]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
