using System.Runtime.InteropServices;

namespace Anchorage.Client.Proof;

/// <summary>The terminal on standard input while a passphrase is typed: what is typed is not shown (termios(3), as getpass(3) does).</summary>
/// <remarks>Console.ReadKey hides keys only while it waits for one: what is typed in between would be shown.</remarks>
internal sealed class SilentTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int AfterFlush = 2;
    private const uint Echo = 8;

    private readonly PosixSignalRegistration _interrupted;
    private readonly PosixSignalRegistration _terminated;
    private Terminal _terminal;
    private bool _isSilent;

    public SilentTerminal()
    {
        // Whoever gives up with Ctrl-C gets their terminal back as it was.
        _interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Restore());
        _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Restore());
        if (GetAttributes(StandardInput, ref _terminal) == 0 && (_terminal.Local & Echo) != 0)
        {
            _terminal.Local &= ~Echo;
            _isSilent = SetAttributes(StandardInput, AfterFlush, ref _terminal) == 0;
        }
    }

    public void Dispose()
    {
        Restore();
        _interrupted.Dispose();
        _terminated.Dispose();
    }

    private void Restore()
    {
        if (_isSilent)
        {
            _isSilent = false;
            _terminal.Local |= Echo;
            _ = SetAttributes(StandardInput, AfterFlush, ref _terminal);
        }
    }

    [DllImport("libc", EntryPoint = "tcgetattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetAttributes(int descriptor, ref Terminal terminal);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAttributes(int descriptor, int when, ref Terminal terminal);

    // struct termios is shorter than this on every Linux; only its fourth word is ours to touch.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Terminal
    {
        public uint Input;
        public uint Output;
        public uint Control;
        public uint Local;
    }
}
