using static Anchorage.Provisioning.Tests.Judgement;

namespace Anchorage.Provisioning.Tests;

public class ThingTests
{
    private const string Properties = "$.Resources.thing.Properties";

    [Fact]
    public void A_thing_needs_a_name() => Refuse(Sample.Jitp(Sample.Thing("{}")), Properties, "no ThingName");

    [Theory]
    [InlineData("thingName", "Did you mean 'ThingName'?")]
    [InlineData("PackageVersions", "software package catalog")]
    [InlineData("Attributes", "Allowed are ThingName, AttributePayload, ThingTypeName, ThingGroups, BillingGroup")]
    public void An_unknown_property_is_refused(string name, string word) =>
        Refuse(Sample.Jitp(Sample.Thing($$"""{"ThingName": "a", "{{name}}": "b"}""")), $"{Properties}.{name}", word);

    [Theory]
    [InlineData("ThingTypeName", "\"a b\"", "[a-zA-Z0-9:_-]")]
    [InlineData("BillingGroup", "\"\"", "is empty")]
    [InlineData("ThingTypeName", "7", "Put it in double quotes")]
    [InlineData("ThingGroups", "\"a\"", "Put it in brackets")]
    [InlineData("ThingGroups", "{\"Ref\": \"AWS::IoT::Certificate::Country\"}", "Ref gives one string where a list is expected")]
    [InlineData("AttributePayload", "[]", "must be an object")]
    [InlineData("AttributePayload", "{\"Ref\": \"AWS::IoT::Certificate::Country\"}", "cannot give names and values")]
    public void A_property_of_another_form_is_refused(string name, string value, string word) =>
        Refuse(Sample.Jitp(Sample.Thing($$"""{"ThingName": "a", "{{name}}": {{value}}}""")), $"{Properties}.{name}", word);

    [Fact]
    public void A_group_name_in_a_list_is_checked() =>
        Refuse(Sample.Jitp(Sample.Thing("""{"ThingName": "a", "ThingGroups": ["good", "not good"]}""")), $"{Properties}.ThingGroups[1]", "' '");

    [Fact]
    public void Groups_may_come_from_a_function_that_gives_a_list()
    {
        var template = AcceptFleet(Sample.Fleet(Sample.Thing("""{"ThingName": "a", "ThingGroups": {"Fn::Split": [",", {"Ref": "P"}]}}""")));

        Assert.Equal(new SplitValues(new LiteralValue(","), new RefValue("P")) { Pieces = 2 }, template.Thing?.ThingGroups);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_thing_name_has_up_to_128_characters(int length, bool isAccepted)
    {
        var (template, _) = ProvisioningTemplate.Read(
            Sample.Jitp(Sample.Thing($$"""{"ThingName": "{{new string('n', length)}}"}""")), ProvisioningTemplateType.Jitp);

        Assert.Equal(isAccepted, template is not null);
    }

    [Theory]
    [InlineData("a.b", "'.' in it")]
    [InlineData("å", "'å' in it")]
    [InlineData("", "is empty")]
    public void A_thing_name_of_other_characters_is_refused(string name, string word) =>
        Refuse(Sample.Jitp(Sample.Thing($$"""{"ThingName": "{{name}}"}""")), $"{Properties}.ThingName", word);

    [Fact]
    public void Attributes_wrapped_as_CreateThing_takes_them_are_explained() =>
        Refuse(
            Sample.Jitp(Sample.Thing("""{"ThingName": "a", "AttributePayload": {"attributes": {"v": "1"}}}""")),
            $"{Properties}.AttributePayload.attributes",
            "In a template they stand in AttributePayload itself");

    [Fact]
    public void An_attribute_may_be_called_attributes() =>
        Accept(Sample.Jitp(Sample.Thing("""{"ThingName": "a", "AttributePayload": {"attributes": {"Ref": "AWS::IoT::Certificate::Country"}}}""")));

    [Theory]
    [InlineData("a b", "v", "['a b']", "attribute name")]
    [InlineData("", "v", "['']", "attribute name is empty")]
    [InlineData("a", "v w", ".a", "attribute value")]
    [InlineData("a", "v{", ".a", "'{' in it")]
    public void An_attribute_of_other_characters_is_refused(string name, string value, string step, string word) =>
        Refuse(
            Sample.Jitp(Sample.Thing($$"""{"ThingName": "a", "AttributePayload": {"{{name}}": "{{value}}"} }""")),
            $"{Properties}.AttributePayload{step}",
            word);

    [Fact]
    public void An_attribute_value_may_be_empty_or_have_800_characters()
    {
        Accept(Sample.Jitp(Sample.Thing($$"""{"ThingName": "a", "AttributePayload": {"a.,@/:#-": "", "b": "{{new string('v', 797)}}=[]"} }""")));
        Refuse(
            Sample.Jitp(Sample.Thing($$"""{"ThingName": "a", "AttributePayload": {"b": "{{new string('v', 801)}}"} }""")),
            $"{Properties}.AttributePayload.b",
            "801 characters");
    }

    [Fact]
    public void Fifty_attributes_are_read_and_one_more_is_refused()
    {
        static string Attributes(int count) => Sample.Jitp(Sample.Thing(
            "{\"ThingName\": \"a\", \"AttributePayload\": {" + string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"a{i}\": \"v\"")) + "}}"));

        Assert.Equal(50, Accept(Attributes(50)).Thing?.Attributes.Length);
        Refuse(Attributes(51), $"{Properties}.AttributePayload", "at most 50");
    }

    [Fact]
    public void Overrides_are_read_in_both_spellings_and_do_nothing_when_absent()
    {
        static ThingOverrides? Read(string overrides) => Accept(Sample.Jitp(Sample.Thing("""{"ThingName": "a"}""", overrides))).Thing?.Overrides;

        Assert.Equal(new(ResourceOverride.DoNothing, ResourceOverride.DoNothing, ResourceOverride.DoNothing), Read("{}"));
        Assert.Equal(
            new(ResourceOverride.Merge, ResourceOverride.Fail, ResourceOverride.Merge),
            Read("""{"AttributePayload": "MERGE", "ThingTypeName": "FAIL", "ThingGroups": "MERGE"}"""));
        Assert.Equal(
            new(ResourceOverride.Replace, ResourceOverride.DoNothing, ResourceOverride.Fail),
            Read("""{"ATTRIBUTE_PAYLOAD": "REPLACE", "THING_TYPE_NAME": "DO_NOTHING", "THING_GROUPS": "FAIL"}"""));
    }

    [Theory]
    [InlineData("""{"ThingTypeName": "MERGE"}""", "ThingTypeName", "MERGE is for ThingGroups and AttributePayload")]
    [InlineData("""{"ThingGroups": "MERG"}""", "ThingGroups", "Did you mean 'MERGE'?")]
    [InlineData("""{"ThingGroups": "FAIL", "THING_GROUPS": "FAIL"}""", "THING_GROUPS", "two spellings of one setting")]
    [InlineData("""{"BillingGroup": "FAIL"}""", "BillingGroup", "no member of OverrideSettings of a thing")]
    public void Another_override_is_refused(string overrides, string name, string word) =>
        Refuse(Sample.Jitp(Sample.Thing("""{"ThingName": "a"}""", overrides)), $"$.Resources.thing.OverrideSettings.{name}", word);
}
