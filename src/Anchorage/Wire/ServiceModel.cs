using System.Collections.Immutable;
using System.Reflection;

namespace Anchorage.Wire;

/// <summary>Every operation that AWS IoT has, offered here or not, so that one which is not is named and not merely unknown.</summary>
internal static class ServiceModel
{
    /// <summary>Name, method and path of each, from the embedded <c>service-model.txt</c>.</summary>
    public static readonly ImmutableArray<(string Name, string Method, string Path)> Operations = Read();

    private static ImmutableArray<(string, string, string)> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("service-model.txt")!;
        using var reader = new StreamReader(stream);
        var operations = ImmutableArray.CreateBuilder<(string, string, string)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is [var name, var method, var path] && name != "#")
            {
                operations.Add((name, method, path));
            }
        }

        return operations.ToImmutable();
    }
}
