namespace Anchorage.Accounts;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file of mode 0600 whole: it is never seen half-written or readable to others.</summary>
    /// <param name="path">Where; the folder must exist.</param>
    /// <param name="text">What, as UTF-8.</param>
    /// <param name="mustLast">Whether it must survive a loss of power from now on, which costs a sync of the disk.</param>
    public static void Write(string path, string text, bool mustLast = true)
    {
        var partial = $"{path}.partial";
        File.Delete(partial);
        using (var file = new FileStream(partial, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(mustLast);
        }

        File.Move(partial, path, overwrite: true);
    }
}
