using System.Globalization;
using System.Text;
using Anchorage.Provisioning.Reading;

namespace Anchorage.Provisioning.Evaluation;

/// <summary>A place in a template, written out as a JSON path only when a fault tells it.</summary>
internal sealed class Place(Place? parent, string? name, int index = 0)
{
    public static Place Root { get; } = new(null, null);

    public Place Member(string member) => new(this, member);

    public Place Item(int item) => new(this, null, item);

    public override string ToString()
    {
        var path = new StringBuilder(JsonNode.Root);
        AppendSteps(path);
        return path.ToString();
    }

    private void AppendSteps(StringBuilder path)
    {
        if (parent is null)
        {
            return;
        }

        parent.AppendSteps(path);
        if (name is null)
        {
            path.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }
        else
        {
            Shown.AppendStep(path, name);
        }
    }
}
