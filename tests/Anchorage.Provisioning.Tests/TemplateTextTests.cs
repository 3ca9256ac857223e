using static Anchorage.Provisioning.Tests.Judgement;

namespace Anchorage.Provisioning.Tests;

public class TemplateTextTests
{
    [Fact]
    public void A_complete_just_in_time_template_is_read_whole()
    {
        var template = Accept(Sample.CompleteJitp);

        Assert.Equal(ProvisioningTemplateType.Jitp, template.Type);
        Assert.Equal(5, template.Parameters.Count);
        Assert.Equal("NO", template.Parameters[CertificateParameters.Country].Default);
        Assert.Null(template.Parameters[CertificateParameters.CommonName].Default);
        var thing = Assert.IsType<ThingResource>(template.Thing);
        Assert.Equal("buoy", thing.LogicalName);
        Assert.Equal(new RefValue(CertificateParameters.CommonName), thing.ThingName);
        Assert.Equal(["firmware", "serialNumber", "country"], thing.Attributes.Select(attribute => attribute.Key));
        Assert.Equal(new LiteralValue("r7"), thing.Attributes[0].Value);
        Assert.Equal([new LiteralValue("moored"), new RefValue("Fleet")], Assert.IsType<ListedValues>(thing.ThingGroups).Items);
        Assert.Equal(new ThingOverrides(ResourceOverride.Merge, ResourceOverride.Replace, ResourceOverride.DoNothing), thing.Overrides);
        Assert.Equal(new LiteralValue("ACTIVE"), template.Certificate.Status);
        Assert.Equal(new CertificateById(new RefValue(CertificateParameters.Id)), template.Certificate.Source);
        var policy = Assert.Single(template.Policies);
        Assert.StartsWith("{\"Version\"", policy.PolicyDocument?.Text, StringComparison.Ordinal);
        Assert.Empty(template.DeviceConfiguration);
    }

    [Fact]
    public void A_complete_fleet_template_is_read_whole()
    {
        var template = AcceptFleet(Sample.CompleteFleet);

        Assert.Equal("https://sea.example", template.Mappings["Sites"].Find("sea", "url"));
        Assert.Null(template.Mappings["Sites"].Find("sea", "colour"));
        Assert.Equal(new LiteralValue("ACTIVE"), template.Certificate.Status);
        Assert.Equal(ResourceOverride.Replace, template.Certificate.StatusOverride);
        Assert.Equal(new ThingOverrides(ResourceOverride.Merge, ResourceOverride.Fail, ResourceOverride.Replace), template.Thing?.Overrides);
        Assert.Equal(2, template.Policies.Length);
        Assert.Null(template.Policies[0].PolicyDocument?.Text);
        Assert.Equal(new LiteralValue("BuoyPolicy"), template.Policies[1].PolicyName);
        Assert.Equal(["home", "interval"], template.DeviceConfiguration.Select(member => member.Key));
    }

    [Fact]
    public void A_template_of_the_longest_length_is_read_and_one_more_character_is_refused()
    {
        var longest = Sample.CompleteJitp.PadRight(ProvisioningTemplate.MaxCharacters);

        Accept(longest);
        Refuse(longest + " ", "$", "10241 characters; at most 10240");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void An_empty_template_speaks_of_an_unset_shell_variable(string text) => Refuse(text, "$", "unset shell variable");

    [Theory]
    [InlineData("{\n  \"Parameters\": {},\n  \"Resources\": x\n}", "line 3, column 16", "double quotes")]
    [InlineData("file://template.json", "line 1, column 2", "the name of a file")]
    [InlineData("\uFEFF{}", "line 1, column 1", "byte order mark")]
    [InlineData("{\"Resources\": {", "it ends at line 1, column 16", "cut off")]
    [InlineData("{'Resources': {}}", "'\\'' at line 1, column 2", "JSON takes double quotes")]
    [InlineData("{Resources: {}}", "line 1, column 2", "a shell removes them")]
    [InlineData("{\\\"Resources\\\": {}}", "line 1, column 2", "escaped once too often")]
    [InlineData("{\"Resources\": {}, }", "line 1, column 19", "comma before it")]
    [InlineData("{\"Resources\": [1,]}", "line 1, column 18", "comma before it")]
    [InlineData("{\"Resources\": {} // none\n}", "line 1, column 18", "no comments")]
    [InlineData("{\"Resources\": }", "line 1, column 15", "unset shell variable")]
    [InlineData("{\"Resources\": $RESOURCES}", "line 1, column 15", "not expanded")]
    [InlineData("{\"Resources\": {\"a\": \"{\"Version\"}}", "line 1, column 24", "quotes inside a string")]
    [InlineData("{\"a\": 1} {}", "line 1, column 10", "more text after the end")]
    [InlineData("{\"a\": \"1\" \"b\": 2}", "line 1, column 11", "comma is missing")]
    [InlineData("{\"å\": \"a\nb\"}", "line 1, column 9", "line break")]
    [InlineData("{\"ååå\": ?}", "line 1, column 9", "escaped")]
    public void Text_that_is_not_JSON_is_refused_with_its_place_and_likely_cause(string text, string place, string cause) =>
        Refuse(text, "$", ["The template is not JSON", place, cause]);

    [Theory]
    [InlineData("[]", "a list")]
    [InlineData("null", "null")]
    [InlineData("12", "the number '12'")]
    [InlineData("\"{}\"", "escaped twice")]
    [InlineData("\"template\"", "one JSON string")]
    [InlineData("""{"templateBody": "{}", "roleArn": "x"}""", "whole registrationConfig")]
    [InlineData("""{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}""", "CloudFormation")]
    [InlineData("{}", "no Resources")]
    public void JSON_that_is_no_template_is_refused(string text, string word) => Refuse(text, "$", word);

    [Fact]
    public void Empty_Resources_are_refused() => Refuse("""{"Resources": {}}""", "$.Resources", "empty");

    [Theory]
    [InlineData(0xd800)]
    [InlineData(0xdc00)]
    public void Half_a_surrogate_pair_is_refused_with_its_place(int half) =>
        Refuse($"{{\"a\": \"{(char)half}\"}}", "$", ["line 1, column 8", "surrogate"]);

    [Fact]
    public void Half_an_escaped_surrogate_pair_is_refused() =>
        Refuse("""{"Parameters": {"a": "\ud83dx"}}""", "$.Parameters.a", "surrogate");

    [Fact]
    public void Half_an_escaped_surrogate_pair_in_a_name_is_refused() =>
        Refuse("""{"Parameters": {"\udc00": 1}}""", "$.Parameters", "surrogate");

    [Fact]
    public void A_member_that_stands_twice_is_refused_where_it_stands_again() =>
        Refuse(Sample.Jitp(top: """ "Mappings": {"A": {}, "A": {}}, """), "$.Mappings.A", "a second time");

    [Fact]
    public void A_member_that_stands_twice_by_an_escape_is_refused() =>
        Refuse(Sample.Jitp(top: """ "Mappings": {"A": {}, "\u0041": {}}, """), "$.Mappings.A", "a second time");

    [Fact]
    public void Nesting_past_the_limit_is_refused()
    {
        var open = string.Concat(Enumerable.Repeat("[", 5_000));
        var (template, faults) = ProvisioningTemplate.Read("{\"Resources\": " + open, ProvisioningTemplateType.Jitp);

        Assert.Null(template);
        Assert.Contains("nested deeper than 32", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, "must be an object")]
    [InlineData(32, "nested deeper")]
    public void Thirty_two_levels_can_be_read_and_one_more_cannot(int lists, string word)
    {
        var text = $$"""{"Resources": {{new string('[', lists)}}{{new string(']', lists)}}}""";
        var (_, faults) = ProvisioningTemplate.Read(text, ProvisioningTemplateType.Jitp);

        Assert.Contains(word, Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resources", "Did you mean 'Resources'?")]
    [InlineData("Description", "Allowed are Parameters, Mappings, Resources.")]
    public void An_unknown_member_of_the_template_is_refused(string name, string word) =>
        Refuse(Sample.Jitp(top: $"\"{name}\": {{}}, "), $"$.{name}", [$"'{name}' is no member", word]);

    [Fact]
    public void A_just_in_time_template_takes_mappings_but_no_device_configuration()
    {
        Accept(Sample.Jitp(top: """ "Mappings": {"A": {"b": {"c": "d"}}}, """));
        Refuse(Sample.Jitp(top: """ "DeviceConfiguration": {"a": "b"}, """), "$.DeviceConfiguration", "fleet-provisioning request");
    }

    [Fact]
    public void A_device_configuration_is_flat()
    {
        AcceptFleet(Sample.Fleet(top: """ "DeviceConfiguration": {"a": "b"}, """));
        RefuseFleet(Sample.Fleet(top: """ "DeviceConfiguration": {"a": {"b": "c"}}, """), "$.DeviceConfiguration.a", "no function");
        RefuseFleet(Sample.Fleet(top: """ "DeviceConfiguration": ["a"], """), "$.DeviceConfiguration", "must be an object");
    }
}
