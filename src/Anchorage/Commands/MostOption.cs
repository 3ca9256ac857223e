using System.CommandLine.Parsing;

namespace Anchorage.Commands;

/// <summary>What every <c>--max</c> must be: at least 1.</summary>
internal static class MostOption
{
    /// <summary>Adds the fault of a value that is too small; what is no number, the parser tells itself.</summary>
    public static void Check(OptionResult result)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1)
        {
            result.AddError($"--max is {number}; at least 1 is wanted.");
        }
    }
}
