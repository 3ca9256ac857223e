using System.Collections.Immutable;
using CsCheck;

namespace Anchorage.Provisioning.Tests;

/// <summary>Whatever the template and the values: a plan or faults, soon, and of bounded size.</summary>
public class EvaluationBoundTests
{
    private static readonly Gen<string> GenLiteral = OneOf("a", "", "-", "a-b", "0", "1", "99", "M", "x", "é", "*");

    private static readonly Gen<string> GenName = OneOf("P", "Q", CertificateParameters.CommonName, CertificateParameters.Country);

    private static readonly Gen<string> GenGiven =
        Gen.OneOf(GenLiteral, Gen.String[0, 20], Gen.Int[0, 4_096].Select(n => new string('-', n)), Gen.Const("\ud800"), Gen.Const("\uFDD0"));

    private static Gen<string> GenList(int depth) => Gen.OneOf(
        GenValue(depth - 1).Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
        Gen.Select(GenValue(depth - 1), GenValue(depth - 1), (delimiter, source) => $$"""{"Fn::Split": [{{delimiter}}, {{source}}]}"""));

    private static Gen<string> GenValue(int depth) => depth <= 0
        ? Gen.OneOf(GenLiteral.Select(Sample.Quote), GenName.Select(name => $$"""{"Ref": "{{name}}"}"""))
        : Gen.OneOf(
            GenValue(0),
            Gen.Select(GenValue(depth - 1), GenList(depth), (delimiter, list) => $$"""{"Fn::Join": [{{delimiter}}, {{list}}] }"""),
            Gen.Select(GenValue(depth - 1), GenList(depth), (index, list) => $$"""{"Fn::Select": [{{index}}, {{list}}]}"""),
            Gen.Select(GenValue(depth - 1), Gen.Int[0, 60], (value, times) =>
                $$"""{"Fn::Sub": ["{{string.Concat(Enumerable.Repeat("${v}", times))}}", {"v": {{value}} }] }"""),
            GenValue(depth - 1).Select(key => $$"""{"Fn::FindInMap": ["M", {{key}}, {{key}}]}"""));

    [Fact]
    public void Any_template_and_any_values_give_a_plan_or_faults() =>
        Gen.Select(GenValue(4), GenValue(3), GenList(3), GenGiven, GenGiven).Sample(
            (name, resource, groups, p, q) =>
            {
                var template = Sample.Fleet(
                    Sample.Thing($$"""{"ThingName": {{name}}, "ThingGroups": {{groups}}, "AttributePayload": {"a": {{resource}} } }""") + ", "
                    + Sample.Policy($$"""{"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": {{groups}}, "Resource": {{resource}} } } }"""),
                    """{"P": {"Type": "String"}, "Q": {"Type": "String", "Default": "q"}}""",
                    """ "Mappings": {"M": {"a": {"a": "1"}, "x": {"x": ""}}}, "DeviceConfiguration": {"c": "d"}, """);
                var (read, _) = ProvisioningTemplate.Read(template, ProvisioningTemplateType.FleetProvisioning);
                if (read is not null)
                {
                    Judge(read, Evaluated.Input("CN=x", ("P", p), ("Q", q), (CertificateParameters.CommonName, q)));
                }
            },
            iter: 5_000);

    [Fact]
    public void Values_that_multiply_are_stopped()
    {
        // Many uses of a split of the longest value, each of which gives next to nothing.
        var uses = string.Concat(Enumerable.Repeat("${v}", 240));
        var value = $$"""{"Fn::Sub": ["{{uses}}", {"v": {"Fn::Select": ["0", {"Fn::Split": ["-", {"Ref": "P"}]}]} }] }""";
        var faults = Judge(Judgement.AcceptFleet(Sample.Value(value)), Evaluated.Input(null, ("P", new string('-', 4_096))));

        Assert.Contains("too much work", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_grows_too_long_is_stopped()
    {
        var value = """{"Fn::Join": ["", [{"Ref": "P"}, {"Ref": "P"}, {"Ref": "P"}]]}""";
        var faults = Judge(Judgement.AcceptFleet(Sample.Value(value)), Evaluated.Input(null, ("P", new string('a', 4_096))));

        Assert.Contains("longer than 10240 characters", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<TemplateFault> Judge(ProvisioningTemplate template, ProvisioningInput input)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (plan, faults) = template.Evaluate(input);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        // MaxWork characters are two megabytes, and each is copied a few times at most.
        Assert.True(allocated < 40 * 1024 * 1024, $"{allocated} bytes were allocated.");
        Assert.Equal(plan is null, !faults.IsEmpty);
        Assert.True(faults.Length <= ProvisioningTemplate.MaxFaults);
        Assert.All(faults, fault => Assert.True(fault.Message.Length < 1_200, fault.Message));
        if (plan is null)
        {
            return faults;
        }

        Assert.All(plan.Policies, policy => Assert.True((policy.PolicyDocument?.Length ?? 0) <= ProvisioningPlan.MaxCharacters));
        Assert.True((plan.Thing?.ThingGroups.Sum(group => group.Length) ?? 0) <= ProvisioningPlan.MaxCharacters);
        return [];
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
