using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Anchorage.Policy;

namespace Anchorage.Wire;

/// <summary>One AWS IoT operation that is offered: how it is called, what it demands, and the function that runs it.</summary>
/// <param name="Name">AWS's name.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its placeholders in braces, as the service model writes it.</param>
/// <param name="Changes">Whether a success changes what is stored; such calls are logged by default.</param>
/// <param name="Errors">The errors of the service model that it can answer.</param>
/// <param name="RunAsync">Runs it and turns its result into what is written.</param>
internal sealed record Operation(
    string Name,
    string Method,
    string Path,
    bool Changes,
    ImmutableArray<WireErrorKind> Errors,
    Func<Call, Installation, Task<Answer>> RunAsync)
{
    /// <summary>The action that allows it: AWS's, or one of a prefix of ours for what AWS does not have.</summary>
    public PolicyAction Action { get; } = PolicyAction.Named($"{(Path.StartsWith("/-/", StringComparison.Ordinal) ? "anchorage" : "iot")}:{Name}");

    /// <summary>What of its request permissions are judged on; unless said, the resource that its path begins with.</summary>
    public Demand Demand { get; init; } = Demand.OfPath(Path);

    /// <summary>The shape of its answer; null when it has no output members.</summary>
    public JsonTypeInfo? Shape => ShapeOf?.Invoke();

    private Func<JsonTypeInfo>? ShapeOf { get; init; }

    /// <summary>Errors that any operation can answer, whether or not the model declares them.</summary>
    public static readonly ImmutableArray<WireErrorKind> CommonErrors =
        [WireErrorKind.InvalidRequest, WireErrorKind.InternalFailure, WireErrorKind.ServiceUnavailable];

    /// <summary>A line of the table of contents.</summary>
    /// <remarks>The shape is made when it is first needed: all of them together took more than half of the first request.</remarks>
    public static Operation Of<T>(
        string name,
        string method,
        string path,
        bool changes,
        ImmutableArray<WireErrorKind> errors,
        Func<JsonTypeInfo<T>> shape,
        Func<Call, Installation, Task<Result<T>>> run)
        where T : class =>
        new(name, method, path, changes, errors, async (call, installation) =>
        {
            var result = await run(call, installation);
            return result.IsSuccess ? Answer.Success(result.Value, shape()) : Answer.Failure(result.Error);
        })
        {
            ShapeOf = shape,
        };

    /// <summary>An operation without output members: success is an empty body.</summary>
    public static Operation OfNothing(
        string name,
        string method,
        string path,
        bool changes,
        ImmutableArray<WireErrorKind> errors,
        Func<Call, Installation, Task<Result<Nothing>>> run) =>
        new(name, method, path, changes, errors, async (call, installation) =>
        {
            var result = await run(call, installation);
            return result.IsSuccess ? Answer.Empty : Answer.Failure(result.Error);
        });
}
