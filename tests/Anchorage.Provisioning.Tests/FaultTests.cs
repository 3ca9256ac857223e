namespace Anchorage.Provisioning.Tests;

public class FaultTests
{
    [Fact]
    public void Faults_are_told_together_in_document_order()
    {
        var text = """
            {"Extra": 1,
             "Resources": {
               "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "Nobody"}}},
               "policy": {"Type": "AWS::IoT::Policy", "Properties": {}}},
             "Parameters": {"P": {"Type": "Number"}}}
            """;
        var (template, faults) = ProvisioningTemplate.Read(text, ProvisioningTemplateType.FleetProvisioning);

        Assert.Null(template);
        Assert.Equal(
            ["$.Extra", "$.Resources", "$.Resources.thing.Properties.ThingName.Ref", "$.Resources.policy.Properties", "$.Parameters.P.Type"],
            faults.Select(fault => fault.Path));
    }

    [Fact]
    public void Only_the_first_faults_are_told_apart_and_the_rest_is_counted()
    {
        var many = string.Concat(Enumerable.Range(0, 300).Select(i => $"\"x{i}\": 1, "));
        var (_, faults) = ProvisioningTemplate.Read(Sample.Jitp(top: many), ProvisioningTemplateType.Jitp);

        Assert.Equal(ProvisioningTemplate.MaxFaults + 1, faults.Length);
        Assert.Equal("$.x0", faults[0].Path);
        Assert.Equal("$.x19", faults[19].Path);
        Assert.Equal("280 more faults were found; correct these first.", faults[^1].Message);
    }

    [Fact]
    public void Earlier_faults_push_out_later_ones()
    {
        var many = string.Concat(Enumerable.Range(0, 30).Select(i => $"\"x{i}\": 1, "));
        var text = "{\"Resources\": {\"certificate\": " + Sample.JitpCertificate + ", \"thing\": 1}, " + many + "\"Parameters\": {}}";
        var (_, faults) = ProvisioningTemplate.Read(text, ProvisioningTemplateType.Jitp);

        Assert.Equal("$.Resources.thing", faults[0].Path);
        Assert.Equal("11 more faults were found; correct these first.", faults[^1].Message);
    }

    [Fact]
    public void Names_from_the_template_are_escaped_and_shortened()
    {
        var name = new string('n', 500);
        var (_, faults) = ProvisioningTemplate.Read(
            Sample.Jitp(top: $"\"a'\\u001b[31m\\u202e\": 1, \"{name}\": 1, "), ProvisioningTemplateType.Jitp);

        Assert.Equal(2, faults.Length);
        Assert.Equal("$['a\\'\\u001b[31m\\u202e']", faults[0].Path);
        Assert.Contains("'a\\'\\u001b[31m\\u202e' is no member", faults[0].Message, StringComparison.Ordinal);
        Assert.True(faults[1].Path.Length < 80);
        Assert.DoesNotContain(name, faults[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS::IoT::Thng", "Did you mean 'AWS::IoT::Thing'?")]
    [InlineData("aws::iot::thing", "Did you mean 'AWS::IoT::Thing'?")]
    [InlineData("AWS::S3::Bucket", "There are AWS::IoT::Thing, AWS::IoT::Certificate, AWS::IoT::Policy.")]
    public void A_near_miss_names_what_was_meant(string type, string word) =>
        Judgement.Refuse(
            Sample.Jitp($$""" "r": {"Type": "{{type}}", "Properties": { } } """), "$.Resources.r.Type", [$"'{type}'", word]);
}
