using System.CommandLine;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca</c>: the verbs about CAs.</summary>
internal static class CACommand
{
    public static Command Command() => new("ca", "Register certificate authorities, prove that you hold their keys, say what becomes of their devices, and check certificates.")
    {
        RegisterCACommand.Command(),
        ProofRequestCommand.Command(),
        CheckCommand.Command(),
        DescribeCACommand.Command(),
        ListCACommand.Command(),
        ActivatorCommand.Command(),
        QuarantineCommand.Quarantine(),
        QuarantineCommand.Release(),
    };
}
