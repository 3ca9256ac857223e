using System.Diagnostics.CodeAnalysis;

namespace Anchorage.Client;

/// <summary>A value, or the failure that stands in its place.</summary>
internal readonly struct Outcome<T>
    where T : class
{
    private Outcome(T? value, Failure? failure)
    {
        Value = value;
        Failure = failure;
    }

    public T? Value { get; }

    public Failure? Failure { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsDone => Failure is null;

#pragma warning disable CA2225 // Early return of either is what the conversions are for; named twins would go unused.
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Failure failure) => new(null, failure);
#pragma warning restore CA2225
}
