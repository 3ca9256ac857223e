using System.Collections.Immutable;

namespace Anchorage.Policy.Reading;

/// <summary>What is wrong with a document, in the order it was found; keeps the first ones.</summary>
internal sealed class FaultList
{
    private readonly ImmutableArray<PolicyFault>.Builder _faults = ImmutableArray.CreateBuilder<PolicyFault>();

    public bool IsEmpty => _faults.Count == 0;

    public void Add(JsonNode at, string message) => Add(at.Path, message);

    public void Add(string path, string message)
    {
        if (_faults.Count < PolicyDocument.MaxFaults)
        {
            _faults.Add(new PolicyFault(path, message));
        }
    }

    public ImmutableArray<PolicyFault> ToImmutable() => _faults.ToImmutable();
}
