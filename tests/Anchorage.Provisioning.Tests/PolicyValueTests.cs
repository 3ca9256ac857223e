using System.Text.Json;

namespace Anchorage.Provisioning.Tests;

/// <summary>What a device says of itself cannot widen the policy that is made for it.</summary>
public class PolicyValueTests
{
    private const string At = "$.Resources.policy.Properties.PolicyDocument";

    /// <summary>The three forms a document with a value in it can have.</summary>
    public static readonly TheoryData<string> Forms = new(
        """{"Statement": [{"Effect": "Allow", "Action": "iot:Connect", "Resource": {"Fn::Join": ["", ["client/", {"Ref": "P"}]]}}]}""",
        """{"Fn::Sub": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"iot:Connect\", \"Resource\": \"client/${P}\"}]}"}""",
        """{"Fn::Join": ["", ["{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"iot:Connect\", \"Resource\": \"client/", {"Ref": "P"}, "\"}]}"]]}""");

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_plain_value_stands_in_the_string_it_was_put_into(string document)
    {
        var policy = Assert.Single(Evaluated.Fleet(Sample.Document(document), ("P", "buoy 7,{}[]:/é")).Policies);
        using var json = JsonDocument.Parse(policy.PolicyDocument!);

        var statement = Assert.Single(json.RootElement.GetProperty("Statement").EnumerateArray());
        Assert.Equal("client/buoy 7,{}[]:/é", statement.GetProperty("Resource").GetString());
        Assert.Equal(3, statement.EnumerateObject().Count());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("?")]
    [InlineData("$")]
    [InlineData("+")]
    [InlineData("#")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("\\")]
    [InlineData("\0")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\t")]
    [InlineData("\u001b")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    public void A_value_with_a_character_that_means_more_than_itself_fails_the_evaluation(string character)
    {
        foreach (var document in Forms)
        {
            foreach (var value in (string[])[character, "a" + character, character + "a"])
            {
                var input = Evaluated.Input("CN=x", ("P", value));
                var fault = Assert.Single(Evaluated.Faults(Sample.Document(document), ProvisioningTemplateType.FleetProvisioning, input));
                Assert.Equal(At, fault.Path);
                Assert.Contains("could widen what the policy allows", fault.Message, StringComparison.Ordinal);
                Assert.Contains("$.Statement[0].Resource", fault.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(fault.Message, char.IsControl);
            }
        }
    }

    [Fact]
    public void Each_octet_up_to_7F_is_either_kept_as_it_is_or_refused()
    {
        var document = Sample.Document(Forms.First());
        for (var c = '\0'; c < 0x80; c++)
        {
            var (plan, faults) = Judgement.AcceptFleet(document).Evaluate(Evaluated.Input(null, ("P", c.ToString())));
            Assert.Equal("*?$+#\"'\\".Contains(c, StringComparison.Ordinal) || char.IsControl(c), plan is null);
            Assert.Equal(plan is null, faults.Length == 1);
            if (plan is not null)
            {
                using var json = JsonDocument.Parse(plan.Policies[0].PolicyDocument!);
                Assert.Equal($"client/{c}", json.RootElement.GetProperty("Statement")[0].GetProperty("Resource").GetString());
            }
        }
    }

    [Fact]
    public void The_author_s_own_wildcards_and_variables_stay()
    {
        var document = """{"Statement": {"Effect": "Allow", "Action": "iot:*", "Resource": [{"Fn::Sub": "topic/${P}/*/${!iot:ClientId}"}, {"Ref": "D"}]}}""";
        var template = Sample.Fleet(
            Sample.Policy($$"""{"PolicyDocument": {{document}}}"""), """{"P": {"Type": "String"}, "D": {"Type": "String", "Default": "a/#"}}""");
        var policy = Assert.Single(Evaluated.Fleet(template, ("P", "p")).Policies);

        Assert.Equal("""{"Statement":{"Effect":"Allow","Action":"iot:*","Resource":["topic/p/*/${iot:ClientId}","a/#"]}}""", policy.PolicyDocument);
        Evaluated.Fails(template, At, "at $.Statement.Resource[1]: The value of 'D'", ("P", "p"), ("D", "a/#"));
    }

    [Fact]
    public void A_split_value_stands_in_strings_of_its_own()
    {
        var template = Sample.Document("""{"Statement": {"Effect": "Allow", "Action": "a", "Resource": {"Fn::Split": [",", {"Ref": "P"}]}}}""");

        Assert.EndsWith("""["a","b]"]}}""", Evaluated.Fleet(template, ("P", "a,b]")).Policies[0].PolicyDocument, StringComparison.Ordinal);
        Evaluated.Fails(template, At, "could widen", ("P", "a,\""));
    }

    [Fact]
    public void A_document_that_becomes_too_long_is_a_fault()
    {
        var template = Sample.Document("""{"Statement": {"Effect": "Allow", "Action": "a", "Resource": [{"Ref": "P"}, {"Ref": "P"}]}}""");
        Evaluated.Fails(template, At, "longer than 10240 octets", ("P", new string('a', 9_000)));
    }
}
