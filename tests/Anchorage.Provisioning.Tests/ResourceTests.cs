using static Anchorage.Provisioning.Tests.Judgement;

namespace Anchorage.Provisioning.Tests;

public class ResourceTests
{
    [Fact]
    public void A_template_with_its_certificate_only_is_read()
    {
        var template = Accept(Sample.Jitp());

        Assert.Null(template.Thing);
        Assert.Empty(template.Policies);
    }

    [Theory]
    [InlineData("1", "$.Resources.r", "A resource is the number '1'")]
    [InlineData("""{"Properties": {}}""", "$.Resources.r", "no Type")]
    [InlineData("""{"Type": 5, "Properties": {}}""", "$.Resources.r.Type", "the number '5'")]
    [InlineData("""{"Type": "AWS::IoT::Policy"}""", "$.Resources.r", "no Properties")]
    [InlineData("""{"Type": "AWS::IoT::Policy", "Properties": []}""", "$.Resources.r.Properties", "must be an object")]
    [InlineData("""{"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "p"}, "properties": {}}""", "$.Resources.r.properties", "Did you mean 'Properties'?")]
    [InlineData("""{"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "p"}, "DependsOn": "x"}""", "$.Resources.r.DependsOn", "Allowed are Type, Properties, OverrideSettings")]
    public void A_resource_of_another_form_is_refused(string resource, string path, string word) =>
        Refuse(Sample.Jitp($"\"r\": {resource}"), path, word);

    [Fact]
    public void A_second_certificate_is_refused() =>
        Refuse(Sample.Jitp($"\"other\": {Sample.JitpCertificate}"), "$.Resources.other", "certificate resource number 2");

    [Fact]
    public void A_template_without_certificate_is_refused() =>
        Refuse($$"""{"Resources": { {{Sample.Thing("""{"ThingName": "a"}""")}} } }""", "$.Resources", "no resource of type AWS::IoT::Certificate");

    [Fact]
    public void A_missing_certificate_is_not_told_while_a_type_is_unclear() =>
        Refuse("""{"Resources": {"c": {"Type": "AWS::IoT::certificates", "Properties": {}}}}""", "$.Resources.c.Type", "Did you mean 'AWS::IoT::Certificate'?");

    [Fact]
    public void A_second_thing_is_refused() =>
        Refuse(
            Sample.Jitp(Sample.Thing("""{"ThingName": "a"}""") + """, "b": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": "b"}}"""),
            "$.Resources.b",
            "thing resource number 2");

    [Fact]
    public void Ten_policies_are_read_and_an_eleventh_is_refused()
    {
        static string Policies(int count) => string.Join(", ", Enumerable.Range(0, count)
            .Select(i => $$"""
                "p{{i}}": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "p"} }
                """));

        Assert.Equal(10, Accept(Sample.Jitp(Policies(10))).Policies.Length);
        Refuse(Sample.Jitp(Policies(11)), "$.Resources.p10", "at most 10");
    }
}
