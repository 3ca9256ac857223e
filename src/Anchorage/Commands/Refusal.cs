using System.Text;
using Anchorage.Client;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>A refusal that was found here, before anything was sent.</summary>
internal static class Refusal
{
    /// <summary>The opening, then each broken rule with what was found and how to mend it.</summary>
    public static Failure Of(string opening, IEnumerable<Fault> faults)
    {
        var message = new StringBuilder(opening).Append(':');
        foreach (var fault in faults)
        {
            message.Append($"\n  {fault.Rule} ({fault.Citation})\n    found  {fault.Found}\n    mend   {fault.Mend}");
        }

        return Failure.Refused(message.ToString());
    }
}
