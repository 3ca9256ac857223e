namespace Anchorage.Provisioning.Tests;

/// <summary>What a test says about a template.</summary>
internal static class Judgement
{
    public static ProvisioningTemplate Accept(string text, ProvisioningTemplateType type = ProvisioningTemplateType.Jitp)
    {
        var (template, faults) = ProvisioningTemplate.Read(text, type);
        Assert.Empty(faults);
        return Assert.IsType<ProvisioningTemplate>(template);
    }

    public static ProvisioningTemplate AcceptFleet(string text) => Accept(text, ProvisioningTemplateType.FleetProvisioning);

    /// <summary>Exactly one fault, there, with these words in it.</summary>
    public static void Refuse(string text, string path, string[] words, ProvisioningTemplateType type = ProvisioningTemplateType.Jitp)
    {
        var (template, faults) = ProvisioningTemplate.Read(text, type);
        Assert.Null(template);
        var fault = Assert.Single(faults);
        Assert.Equal(path, fault.Path);
        Assert.All(words, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
    }

    public static void RefuseFleet(string text, string path, params string[] words) =>
        Refuse(text, path, words, ProvisioningTemplateType.FleetProvisioning);

    public static void Refuse(string text, string path, string word) => Refuse(text, path, [word]);
}
