using System.Collections.Immutable;

namespace Anchorage.Provisioning.Reading;

/// <summary>Faults in document order, whatever the order they are found in; keeps the first ones and counts the rest.</summary>
internal sealed class FaultList
{
    private readonly List<(int Start, TemplateFault Fault)> _first = [];
    private int _more;

    public bool IsEmpty => _first.Count == 0;

    public int Count => _first.Count + _more;

    public void Add(JsonNode at, string message) => Add(at.Start, at, message);

    /// <summary>A fault of the text as a whole.</summary>
    public void Add(string message) => Add(0, null, message);

    private void Add(int start, JsonNode? at, string message)
    {
        var place = _first.Count;
        while (place > 0 && _first[place - 1].Start > start)
        {
            place--;
        }

        if (place == ProvisioningTemplate.MaxFaults)
        {
            _more++;
            return;
        }

        _first.Insert(place, (start, new TemplateFault(at?.Path ?? JsonNode.Root, message)));
        if (_first.Count > ProvisioningTemplate.MaxFaults)
        {
            _first.RemoveAt(ProvisioningTemplate.MaxFaults);
            _more++;
        }
    }

    /// <summary>Takes over what was found in a document that is written as a string of this one.</summary>
    public void AddInner(JsonNode at, FaultList inner)
    {
        foreach (var (_, fault) in inner._first)
        {
            Add(at, fault.Path == JsonNode.Root ? fault.Message : $"In the policy document, at {fault.Path}: {fault.Message}");
        }

        _more += inner._more;
    }

    public ImmutableArray<TemplateFault> ToImmutable()
    {
        var faults = ImmutableArray.CreateBuilder<TemplateFault>(_first.Count + 1);
        foreach (var (_, fault) in _first)
        {
            faults.Add(fault);
        }

        if (_more > 0)
        {
            faults.Add(new TemplateFault(JsonNode.Root, $"{_more} more faults were found; correct these first."));
        }

        return faults.ToImmutable();
    }
}
