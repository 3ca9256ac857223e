using System.Collections.Immutable;

namespace Anchorage.Policy.Reading;

/// <summary>Reads a document's members and hands its statements on.</summary>
internal sealed class DocumentReader(PolicyLanguage language, FaultList faults)
{
    /// <summary>Since this version, <c>${…}</c> is a variable in IAM (IAM user guide, "Version").</summary>
    private const string WithVariables = "2012-10-17";

    private static readonly string[] Allowed = ["Version", "Id", "Statement"];
    private static readonly string[] Versions = [WithVariables, "2008-10-17"];

    public ImmutableArray<PolicyStatement> Read(JsonNode root)
    {
        if (!root.IsObject)
        {
            faults.Add(root, $"The policy document is {root.Said}; wanted an object: {{\"Version\": \"{WithVariables}\", \"Statement\": [...]}}.");
            return [];
        }

        Members.Allow(root, Allowed, "a policy document", faults);
        if (root.Find("Id") is { IsString: false } id)
        {
            faults.Add(id, $"Id is {id.Said}; wanted a string.");
        }

        var version = root.Find("Version");
        if (version is not null)
        {
            Members.OneOf(version, Versions, faults);
        }

        var reader = new StatementReader(language is PolicyLanguage.Iot || version?.Text == WithVariables, faults);
        switch (root.Find("Statement"))
        {
            case null:
                faults.Add(root, "The policy document has no Statement. Give at least one: {\"Effect\": ..., \"Action\": ..., \"Resource\": ...}.");
                return [];
            case { IsList: true } list when list.Children.Count is 0 or > PolicyDocument.MaxStatements:
                faults.Add(list, $"Statement has {list.Children.Count} statements; wanted 1 to {PolicyDocument.MaxStatements}.");
                return [];
            case { IsList: true } list:
                return [.. list.Children.Select(reader.Read).OfType<PolicyStatement>()];
            case { } single:
                return reader.Read(single, 0) is { } statement ? [statement] : [];
        }
    }
}
