using System.Data.Common;
using Anchorage.Storage;

namespace Anchorage.Wire;

/// <summary><c>/-/health/live</c> and <c>/-/health/ready</c>: unsigned, and saying nothing but that.</summary>
internal sealed class Health(Database database, GracefulStop stop)
{
    public const string LivePath = "/-/health/live";

    /// <summary>What is answered as soon as there is somebody to ask.</summary>
    public static readonly Answer Live = Answer.Plain(200, """{"status":"live"}""");

    /// <summary>True once a stop was asked for: readiness is withdrawn, and connections are closed after their answer.</summary>
    public bool IsStopping => stop.HasBegun;

    public static bool Answers(string rawPath) => rawPath is LivePath or "/-/health/ready";

    public async Task<Answer> AnswerAsync(string rawPath, CancellationToken cancellationToken)
    {
        if (rawPath == LivePath)
        {
            return Live;
        }

        if (IsStopping)
        {
            return Answer.Plain(503, """{"status":"stopping"}""");
        }

        try
        {
            await database.ReadAsync(
                session => session.Sql("SELECT 1 FROM schema_migration").FirstAsync(row => row, cancellationToken), cancellationToken);
            return Answer.Plain(200, """{"status":"ready"}""");
        }
        catch (DbException)
        {
            return Answer.Plain(503, """{"status":"store unreachable"}""");
        }
    }
}
