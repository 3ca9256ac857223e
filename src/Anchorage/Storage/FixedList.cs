namespace Anchorage.Storage;

/// <summary>A list of values in a statement whose text must be the same for any number of them: it always has as many places.</summary>
internal static class FixedList
{
    /// <summary>Most values.</summary>
    public const int Length = 20;

    /// <summary>What stands in the SQL text, between parentheses after IN.</summary>
    public const string Names =
        "@v0, @v1, @v2, @v3, @v4, @v5, @v6, @v7, @v8, @v9, @v10, @v11, @v12, @v13, @v14, @v15, @v16, @v17, @v18, @v19";

    private static readonly string[] Each = Names.Split(", ");

    /// <summary>Gives the values, of which there must be one at least; the last one fills the places that are left.</summary>
    public static Statement WithList(this Statement statement, IReadOnlyList<string> values)
    {
        for (var place = 0; place < Length; place++)
        {
            statement.With(Each[place], values[Math.Min(place, values.Count - 1)]);
        }

        return statement;
    }
}
