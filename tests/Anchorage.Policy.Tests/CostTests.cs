using System.Text;
using Anchorage.Policy.Patterns;

namespace Anchorage.Policy.Tests;

/// <summary>What a decision costs: no memory, and few steps whatever the pattern.</summary>
public class CostTests
{
    private const string Arn = "arn:aws:iot:us-east-1:123456789012:";

    [Fact]
    public void A_decision_over_ten_policies_of_ten_statements_allocates_nothing()
    {
        var policies = Policies();
        var context = new PolicyContext().Set(ContextNames.ClientId, "device-7").Set(ContextNames.SourceIp, "203.0.113.7")
            .Set(ContextNames.ThingName, "device-7").Set(ContextNames.IsAttached, "true").Set(ContextNames.CurrentTime, "2025-05-05T05:05:05Z")
            .Set(ContextNames.SubjectOf("Organization"), "a", "b", "c").Set(ContextNames.AttributeOf("site"), "north").Set("iot:Level", "7.5");
        var allowed = 0;

        // Once to have everything ready that is made at its first use, and then for the count.
        Decide();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Decide();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.Equal(2 * 1_001, allowed);

        void Decide()
        {
            allowed += PolicyDecision.Of(policies, PolicyAction.Publish, $"{Arn}topic/device-7/9/data", context).IsAllowed ? 1 : 0;
            allowed += PolicyDecision.Of(policies, PolicyAction.Connect, $"{Arn}client/device-7", context).IsAllowed ? 1 : 0;
            allowed += PolicyDecision.Of(policies, PolicyAction.Subscribe, $"{Arn}topicfilter/other/#", context).IsAllowed ? 1 : 0;
        }
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("*aaaaaaaaaaaaaaaaaaaaaaaaaaaab*")]
    [InlineData("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a")]
    [InlineData("*?*?*?*?*?*?*?*?*?*?*?*?*?b")]
    [InlineData("*a?a?a?a?a?a?a?a?a?a?a?a?ab*")]
    [InlineData("********************************b")]
    [InlineData("*${iot:ClientId}*${iot:ClientId}b*")]
    public void A_hostile_pattern_takes_at_most_as_many_steps_as_the_product_of_the_lengths(string pattern)
    {
        var text = new string('a', 2_048);
        var context = new PolicyContext().Set(ContextNames.ClientId, new string('a', 512));
        var matching = new PatternMatching(text, context, ignoringCase: false);

        PatternReading.Read(pattern, hasWildcards: true, hasVariables: true).Pattern!.Match(ref matching, context, null);

        Assert.InRange(matching.Steps, 0, (text.Length + 1) * (pattern.Replace("${iot:ClientId}", new string('a', 512), StringComparison.Ordinal).Length + 1L));
    }

    [Fact]
    public void Steps_grow_with_the_product_and_not_faster()
    {
        // Twice the stars and twice the text: four times the steps, where backtracking over stars would double with every letter.
        var (one, two) = (Steps(20, 1_000), Steps(40, 2_000));
        Assert.InRange(two, one, one * 5);

        static long Steps(int stars, int letters)
        {
            var context = new PolicyContext();
            var matching = new PatternMatching(new string('a', letters), context, ignoringCase: false);
            var pattern = new StringBuilder().Insert(0, "*aab", stars).Append('*').ToString();
            PatternReading.Read(pattern, hasWildcards: true, hasVariables: false).Pattern!.Match(ref matching, context, null);
            return matching.Steps;
        }
    }

    /// <summary>Ten policies of ten statements of every kind; none but the last two allows what is asked.</summary>
    private static NamedPolicy[] Policies() =>
    [
        .. Enumerable.Range(0, 10).Select(policy => new NamedPolicy($"p{policy}", Sample.Document(
            "{\"Version\": \"2012-10-17\", \"Statement\": [" + string.Join(',', Enumerable.Range(0, 10).Select(statement => Statement(policy, statement))) + "]}"))),
    ];

    private static string Statement(int policy, int statement) => (policy, statement) switch
    {
        (9, 9) => $$"""{"Effect":"Allow","Action":"iot:P*","Resource":"{{Arn}}topic/${iot:ClientId}/*/data"}""",
        (9, 8) => $$"""{"Effect":"Allow","Action":"*","Resource":"{{Arn}}client/${iot:Connection.Thing.ThingName}"}""",
        (_, 0) => """{"Effect":"Allow","Action":["iot:Connect","iot:Publish"],"Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}""",
        (_, 1) => """{"Effect":"Deny","Action":"iot:*","Resource":"*","Condition":{"Bool":{"iot:Connection.Thing.IsAttached":false}}}""",
        (_, 2) => """{"Effect":"Deny","Action":"iot:*","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"iot:Certificate.Subject.Organization.List":["x","y"]}}}""",
        (_, 3) => """{"Effect":"Deny","Action":"iot:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2029-01-01T00:00:00Z"}}}""",
        (_, 4) => """{"Effect":"Deny","Action":"iot:*","Resource":"*","Condition":{"NumericGreaterThan":{"iot:Level":"100"}}}""",
        (_, 5) => """{"Effect":"Deny","Action":"iot:*","Resource":"*","Condition":{"Null":{"iot:ClientId":"true"}}}""",
        (_, 6) => $$"""{"Effect":"Deny","Action":"iot:*","Resource":"{{Arn}}topic/*/${iot:Connection.Thing.Attributes[site]}"}""",
        _ => $$"""{"Effect":"Allow","Action":"iot:*","Resource":"{{Arn}}topic/{{policy}}/{{statement}}/*"}""",
    };
}
