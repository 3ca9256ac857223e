namespace Anchorage.Policy.Tests;

/// <summary>The tables of decisions, line by line.</summary>
public class DecisionTests
{
    private static readonly Dictionary<string, ExpectedDecision> Device = Decisions.Read("iot.txt", PolicyLanguage.Iot);
    private static readonly Dictionary<string, ExpectedDecision> Caller = Decisions.Read("iam.txt", PolicyLanguage.Iam);

    public static TheoryData<string> OfDevices => [.. Device.Keys];

    public static TheoryData<string> OfCallers => [.. Caller.Keys];

    [Theory]
    [MemberData(nameof(OfDevices))]
    public void A_device_is_judged_as_the_table_says(string line) => Judge(Device[line]);

    [Theory]
    [MemberData(nameof(OfCallers))]
    public void A_caller_is_judged_as_the_table_says(string line) => Judge(Caller[line]);

    [Fact]
    public void The_table_of_devices_has_at_least_a_hundred_decisions() => Assert.InRange(Device.Count, 100, 1000);

    [Fact]
    public void The_table_of_callers_has_at_least_sixty_decisions() => Assert.InRange(Caller.Count, 60, 1000);

    private static void Judge(ExpectedDecision expected)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var decision = PolicyDecision.Of(expected.Policies.AsSpan(), PolicyAction.Named(expected.Action), expected.Resource, expected.Context, missing);

        // Not asking what is missing goes a shorter way, to the same decision.
        Assert.Equal(decision, PolicyDecision.Of(expected.Policies.AsSpan(), PolicyAction.Named(expected.Action), expected.Resource, expected.Context));
        Assert.Equal(expected.Outcome, decision.Outcome);
        Assert.Equal(expected.Outcome is PolicyOutcome.ImplicitDeny, decision.Statement is null);
        if (expected.By is not null)
        {
            Assert.Equal(expected.By, $"{decision.PolicyName}/{decision.Statement!.Index}");
        }

        if (expected.Missing.Length > 0)
        {
            Assert.Equal(expected.Missing, string.Join(", ", missing));
        }
    }
}
