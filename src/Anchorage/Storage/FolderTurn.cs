using System.Diagnostics;

namespace Anchorage.Storage;

/// <summary>Lets one process at a time prepare a data folder: two that start on a fresh one would each make its keys.</summary>
internal sealed class FolderTurn : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FileStream _lock;

    private FolderTurn(FileStream @lock) => _lock = @lock;

    /// <summary>Waits for the turn. The system gives it back when a process ends, however it ends.</summary>
    /// <exception cref="IOException">Another process has kept it for half a minute, or the folder cannot be written.</exception>
    public static async Task<FolderTurn> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "start.lock");
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FolderTurn(new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }));
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    public void Dispose() => _lock.Dispose();
}
