namespace Anchorage.Policy.Tests;

/// <summary>What a device calls itself must never become a wildcard, a variable or a level of a topic filter.</summary>
public class ForbiddenValueTests
{
    private const string Own = "arn:aws:iot:us-east-1:123456789012:topic/${iot:ClientId}/data";

    public static TheoryData<string> Forbidden => [.. "*?$+#\"\\\0\n\r\t\u007f\u0085".Select(c => $"\\u{(int)c:x4}")];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_value_with_a_forbidden_character_allows_nothing(string character)
    {
        var name = $"dev{(char)Convert.ToInt32(character[2..], 16)}ice";
        var context = new PolicyContext().Set(ContextNames.ClientId, name);

        foreach (var claimed in new[] { name, "device", "devXice", "dev/a/ice", "${iot:ClientId}", "" })
        {
            Assert.Equal(PolicyOutcome.ImplicitDeny, Sample.Judge(Sample.Publishing(Own), $"arn:aws:iot:us-east-1:123456789012:topic/{claimed}/data", context));
        }
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void The_same_holds_for_an_attribute_of_a_certificate_and_inside_a_condition(string character)
    {
        var name = $"dev{(char)Convert.ToInt32(character[2..], 16)}ice";
        var context = new PolicyContext().Set(ContextNames.SubjectOf("CommonName"), name).Set(ContextNames.ClientId, "device");
        var condition = Sample.Document("""
            { "Statement": { "Effect": "Allow", "Action": "iot:Publish", "Resource": "*",
              "Condition": { "StringLike": { "iot:ClientId": "${iot:Certificate.Subject.CommonName}" } } } }
            """);

        Assert.Equal(PolicyOutcome.ImplicitDeny, Sample.Judge(condition, "*", context));
        Assert.Equal(
            PolicyOutcome.ImplicitDeny,
            Sample.Judge(Sample.Publishing("arn:${iot:Certificate.Subject.CommonName}"), $"arn:{name}", context));
    }

    [Theory]
    [InlineData(1024, PolicyOutcome.Allowed)]
    [InlineData(1025, PolicyOutcome.ImplicitDeny)]
    public void A_value_of_more_than_1024_characters_is_not_put_in(int length, PolicyOutcome outcome)
    {
        var name = new string('n', length);

        Assert.Equal(outcome, Sample.Judge(Sample.Publishing("arn:${iot:ClientId}"), $"arn:{name}", new PolicyContext().Set(ContextNames.ClientId, name)));
    }

    [Theory]
    [InlineData(",", @"a\,b")]
    [InlineData("=", @"a\=b")]
    [InlineData("<", @"a\<b")]
    [InlineData(">", @"a\>b")]
    [InlineData(";", @"a\;b")]
    [InlineData("/", "a/b")]
    [InlineData("'", "a'b")]
    [InlineData("}", "a}b")]
    [InlineData(" ", "a b")]
    [InlineData("ä漢\U0001F512", "aä漢\U0001F512b")]
    public void Other_characters_are_put_in_and_those_of_names_are_escaped(string character, string written)
    {
        var context = new PolicyContext().Set(ContextNames.SubjectOf("Organization"), $"a{character}b");

        Assert.Equal(PolicyOutcome.Allowed, Sample.Judge(Sample.Publishing("arn:${iot:Certificate.Subject.Organization}"), $"arn:{written}", context));
    }

    [Fact]
    public void A_condition_tests_the_value_as_it_is()
    {
        var document = Sample.Document("""
            { "Statement": { "Effect": "Deny", "Action": "iot:Publish", "Resource": "*", "Condition": { "StringEquals": { "iot:ClientId": "a*,b" } } } }
            """);

        Assert.Equal(PolicyOutcome.ExplicitDeny, Sample.Judge(document, "*", new PolicyContext().Set(ContextNames.ClientId, "a*,b")));
        Assert.Equal(PolicyOutcome.ImplicitDeny, Sample.Judge(document, "*", new PolicyContext().Set(ContextNames.ClientId, "aX,b")));
    }

    [Fact]
    public void A_deny_whose_condition_names_a_value_that_may_not_be_put_in_holds()
    {
        var document = Sample.Document("""
            { "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" },
              { "Effect": "Deny", "Action": "iot:Publish", "Resource": "*", "Condition": { "StringEquals": { "iot:Blocked": "${iot:ClientId}" } } }] }
            """);

        Assert.Equal(PolicyOutcome.ExplicitDeny, Sample.Judge(document, "*", new PolicyContext().Set(ContextNames.ClientId, "a*").Set("iot:Blocked", "b")));
        Assert.Equal(PolicyOutcome.Allowed, Sample.Judge(document, "*", new PolicyContext().Set(ContextNames.ClientId, "a").Set("iot:Blocked", "b")));
    }

    [Fact]
    public void A_value_that_is_set_to_none_is_gone()
    {
        var context = new PolicyContext().Set(ContextNames.ClientId, "a").Set("aws:RequestTag/x", "y");
        context.Set(ContextNames.ClientId).Set("aws:RequestTag/X");

        Assert.Equal(PolicyOutcome.ImplicitDeny, Sample.Judge(Sample.Publishing("arn:${iot:ClientId}"), "arn:a", context));
        Assert.Equal(PolicyOutcome.ImplicitDeny, Sample.Judge(Sample.Publishing("arn:${aws:RequestTag/x}"), "arn:y", context));
    }
}
