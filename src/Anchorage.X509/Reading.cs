using System.Diagnostics.CodeAnalysis;

namespace Anchorage.X509;

/// <summary>A value, or the fault that kept it from being read.</summary>
public sealed class Reading<T>
    where T : class
{
    internal Reading(T value) => Value = value;

    internal Reading(Fault fault) => Fault = fault;

    /// <summary>True: <see cref="Value"/> is there. False: <see cref="Fault"/> is.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsRead => Value is not null;

    public T? Value { get; }

    public Fault? Fault { get; }
}
