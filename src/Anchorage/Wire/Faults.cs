namespace Anchorage.Wire;

/// <summary>What is wrong with the shape of a request, gathered so that a caller learns all of it at once.</summary>
internal sealed class Faults
{
    /// <summary>Beyond this many, more would not help anybody.</summary>
    private const int Most = 20;

    private readonly List<string> _sentences = [];

    public bool Any => _sentences.Count > 0;

    public void Add(string sentence)
    {
        if (_sentences.Count < Most)
        {
            _sentences.Add(sentence);
        }
    }

    public WireError AsError() => WireError.InvalidRequest(string.Join(' ', _sentences));
}
