using System.Diagnostics.CodeAnalysis;

namespace Anchorage.Wire;

/// <summary>What an operation gives back: its response shape, or the error the caller is told.</summary>
internal readonly struct Result<T>
    where T : class
{
    private Result(T? value, WireError? error)
    {
        Value = value;
        Error = error;
    }

    public T? Value { get; }

    public WireError? Error { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

#pragma warning disable CA2225 // Early return of either is what the conversions are for; named twins would go unused.
    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(WireError error) => new(null, error);
#pragma warning restore CA2225
}

/// <summary>The response of an operation that has no output members: an empty body.</summary>
internal sealed record Nothing
{
    public static readonly Nothing Value = new();
}
