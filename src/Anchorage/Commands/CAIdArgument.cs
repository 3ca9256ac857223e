using System.CommandLine;
using System.Text.RegularExpressions;

namespace Anchorage.Commands;

/// <summary>The argument that names a registered CA: its certificate id, or its ARN.</summary>
internal sealed partial class CAIdArgument
{
    private readonly Argument<string> _id = new("ID") { Description = "Its certificate id of 64 hexadecimal digits, or its ARN." };

    private CAIdArgument() => _id.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !Form().IsMatch(token.Value))
        {
            result.AddError($"The id is '{Client.Visible.Text(token.Value)}'; 64 hexadecimal digits are wanted, as anchorage certificate-id prints them.");
        }
    });

    public static CAIdArgument AddTo(Command command)
    {
        var argument = new CAIdArgument();
        command.Arguments.Add(argument._id);
        return argument;
    }

    /// <summary>The id, without what an ARN has around it.</summary>
    public string Of(ParseResult parsed) => Form().Match(parsed.GetValue(_id)!).Groups[1].Value;

    [GeneratedRegex(@"\A(?:arn:[a-z-]+:iot:[a-z0-9-]+:[0-9]{12}:cacert/)?([0-9a-fA-F]{64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
