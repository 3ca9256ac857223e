using System.Globalization;
using System.Text;

namespace Anchorage.Bench;

/// <summary>The files that requests.lua reads: one per thread of wrk, each request in one of them.</summary>
internal static class RequestFile
{
    /// <summary>Writes the requests and tells the name that the files have in common.</summary>
    public static string Write(string folder, string name, IReadOnlyList<byte[]> requests)
    {
        var common = Path.Combine(folder, name);
        var each = (requests.Count + Wrk.Threads - 1) / Wrk.Threads;
        for (var thread = 0; thread < Wrk.Threads; thread++)
        {
            using var file = File.Create(string.Create(CultureInfo.InvariantCulture, $"{common}.{thread}"));
            foreach (var request in requests.Skip(thread * each).Take(each))
            {
                file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.Length}\n")));
                file.Write(request);
            }
        }

        return common;
    }
}
