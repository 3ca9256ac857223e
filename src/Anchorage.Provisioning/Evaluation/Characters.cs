using System.Buffers;

namespace Anchorage.Provisioning.Evaluation;

/// <summary>What characters a value that comes from outside may hold.</summary>
internal static class Characters
{
    /// <summary>Each means more than itself in a policy: to its wildcards, its variables, MQTT's topic filters, or JSON.</summary>
    private static readonly SearchValues<char> PolicySpecial = SearchValues.Create("*?$+#\"'\\");

    /// <summary>Why a value must not be put into a policy document; null when it may.</summary>
    public static string? RefuseInPolicy(string value)
    {
        foreach (var c in value)
        {
            if (PolicySpecial.Contains(c) || char.IsControl(c))
            {
                var shown = char.IsControl(c) ? "a control character" : $"the character {c}";
                return $"it has {shown}, which could widen what the policy allows. Values in a policy document have none of * ? $ + # \" ' \\ and control characters.";
            }
        }

        return null;
    }

    public static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
