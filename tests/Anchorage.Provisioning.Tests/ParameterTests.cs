using static Anchorage.Provisioning.Tests.Judgement;

namespace Anchorage.Provisioning.Tests;

public class ParameterTests
{
    [Theory]
    [InlineData("""{"P": "String"}""", "$.Parameters.P", "A parameter is a string")]
    [InlineData("""{"P": {"Default": "x"}}""", "$.Parameters.P", "no Type")]
    [InlineData("""{"P": {"Type": "Number", "Default": "1"}}""", "$.Parameters.P.Type", "'Number'; there is only \"String\"")]
    [InlineData("""{"P": {"Type": "string", "Default": "1"}}""", "$.Parameters.P.Type", "'string'; there is only \"String\"")]
    [InlineData("""{"P": {"Type": null, "Default": "1"}}""", "$.Parameters.P.Type", "is null")]
    [InlineData("""{"P": {"Type": "String", "Default": 1}}""", "$.Parameters.P.Default", "the number '1'; it must be a plain string")]
    [InlineData("""{"P": {"Type": "String", "Default": {"Ref": "P"}}}""", "$.Parameters.P.Default", "without functions")]
    [InlineData("""{"P": {"Type": "String", "Default": "x", "default": "y"}}""", "$.Parameters.P.default", "Did you mean 'Default'?")]
    [InlineData("""{"AWS::IoT::Certificate::CommonNam": {"Type": "String"}}""", "$.Parameters['AWS::IoT::Certificate::CommonNam']", "Did you mean 'AWS::IoT::Certificate::CommonName'?")]
    [InlineData("""{"AWS::IoT::certificate::Id": {"Type": "String"}}""", "$.Parameters['AWS::IoT::certificate::Id']", "Did you mean 'AWS::IoT::Certificate::Id'?")]
    [InlineData("[]", "$.Parameters", "must be an object")]
    public void A_declaration_of_another_form_is_refused(string parameters, string path, string word) =>
        Refuse(Sample.Jitp(parameters: parameters), path, word);

    [Fact]
    public void A_parameter_that_nothing_can_fill_is_refused_in_a_just_in_time_template_only()
    {
        const string Parameters = """{"Site": {"Type": "String"}}""";

        Refuse(Sample.Jitp(parameters: Parameters), "$.Parameters.Site", ["'Site' has no Default", "AWS::IoT::Certificate::CommonName"]);
        Assert.Null(AcceptFleet(Sample.Fleet(parameters: Parameters)).Parameters["Site"].Default);
    }

    [Fact]
    public void A_default_fills_a_parameter_even_when_it_is_empty() =>
        Assert.Equal("", Accept(Sample.Jitp(parameters: """{"Site": {"Type": "String", "Default": ""}}""")).Parameters["Site"].Default);

    [Fact]
    public void Each_certificate_parameter_can_be_declared_and_referred_to_undeclared()
    {
        Assert.Equal(8, CertificateParameters.All.Length);
        foreach (var name in CertificateParameters.All)
        {
            Accept(Sample.Jitp(parameters: $$"""{"{{name}}": {"Type": "String"} }"""));
            var template = Accept(Sample.Jitp(Sample.Thing($$"""{"ThingName": {"Ref": "{{name}}"} }""")));
            Assert.Equal(new RefValue(name), template.Thing?.ThingName);
        }
    }

    [Theory]
    [InlineData("Sit", "Did you mean 'Site'?")]
    [InlineData("Nobody", "Declare it under Parameters.")]
    [InlineData("thing", "That is a resource")]
    [InlineData("", "unset shell variable")]
    [InlineData("AWS::Region", "write the region or account number itself")]
    [InlineData("AWS::IoT::Certificate::Contry", "Did you mean 'AWS::IoT::Certificate::Country'?")]
    public void A_reference_to_nothing_is_refused_in_words_that_AWS_uses(string name, string word) =>
        Refuse(
            Sample.Jitp(Sample.Thing($$"""{"ThingName": {"Ref": "{{name}}"} }"""), """{"Site": {"Type": "String", "Default": "x"}}"""),
            "$.Resources.thing.Properties.ThingName.Ref",
            [$"Invalid registration template. Cannot resolve reference value: {{Ref={name}}}. ", word]);

    [Fact]
    public void A_reference_to_a_parameter_that_is_declared_wrongly_is_not_told_as_well() =>
        Refuse(
            Sample.Jitp(Sample.Thing("""{"ThingName": {"Ref": "Site"}}"""), """{"Site": {"Type": "List", "Default": "x"}}"""),
            "$.Parameters.Site.Type",
            "'List'");

    [Theory]
    [InlineData("[]", "$.Mappings", "must be an object")]
    [InlineData("""{"M": "x"}""", "$.Mappings.M", "must be an object")]
    [InlineData("""{"M": {"top": "x"}}""", "$.Mappings.M.top", "must be an object")]
    [InlineData("""{"M": {"top": {"second": 1}}}""", "$.Mappings.M.top.second", "without functions")]
    [InlineData("""{"M": {"top": {"second": {"Ref": "P"}}}}""", "$.Mappings.M.top.second", "without functions")]
    public void A_mapping_of_another_form_is_refused(string mappings, string path, string word) =>
        RefuseFleet(Sample.Fleet(top: $"\"Mappings\": {mappings}, "), path, word);
}
