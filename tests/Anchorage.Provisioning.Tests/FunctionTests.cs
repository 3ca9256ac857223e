using static Anchorage.Provisioning.Tests.Judgement;

namespace Anchorage.Provisioning.Tests;

public class FunctionTests
{
    private const string At = "$.Resources.thing.Properties.ThingName";

    private const string Maps = """ "Mappings": {"M": {"a": {"x": "1"}, "b": {"y": "2"}}}, """;

    private static TemplateValue? Read(string expression, string top = "") => AcceptFleet(Sample.Value(expression, top)).Thing?.ThingName;

    [Fact]
    public void Each_function_is_read_into_its_own_form()
    {
        Assert.Equal(new RefValue("P"), Read("""{"Ref": "P"}"""));

        var join = Assert.IsType<JoinValue>(Read("""{"Fn::Join": ["-", ["a", {"Ref": "P"}]]}"""));
        Assert.Equal(new LiteralValue("-"), join.Delimiter);
        Assert.Equal([new LiteralValue("a"), new RefValue("P")], Assert.IsType<ListedValues>(join.List).Items);

        var select = Assert.IsType<SelectValue>(Read("""{"Fn::Select": ["1", {"Fn::Split": ["|", {"Ref": "P"}]}]}"""));
        Assert.Equal(new LiteralValue("1"), select.Index);
        Assert.Equal(new RefValue("P"), Assert.IsType<SplitValues>(select.List).Source);

        var find = Assert.IsType<FindInMapValue>(Read("""{"Fn::FindInMap": ["M", {"Ref": "P"}, "y"]}""", Maps));
        Assert.Equal((new LiteralValue("M"), new RefValue("P"), new LiteralValue("y")), (find.Mapping, find.TopLevelKey, find.SecondLevelKey));
    }

    [Fact]
    public void A_substitution_is_read_into_its_parts_with_variables_in_their_places()
    {
        var sub = Assert.IsType<SubValue>(Read("""{"Fn::Sub": ["a-${P}-${own}-${!iot:ClientId}$", {"own": {"Fn::Join": ["", ["x"]]}, "P": "mine"}]}"""));

        Assert.Equal(5, sub.Parts.Length);
        Assert.Equal(new LiteralValue("a-"), sub.Parts[0]);
        Assert.Equal(new LiteralValue("mine"), sub.Parts[1]);
        Assert.IsType<JoinValue>(sub.Parts[3]);
        Assert.Equal(new LiteralValue("-${iot:ClientId}$"), sub.Parts[4]);
        Assert.Equal([new RefValue("P")], Assert.IsType<SubValue>(Read("""{"Fn::Sub": "${P}"}""")).Parts);
        Assert.Empty(Assert.IsType<SubValue>(Read("""{"Fn::Sub": ""}""")).Parts);
    }

    [Theory]
    [InlineData("{}", "", "Here stands a string")]
    [InlineData("""{"a": "b", "c": "d"}""", "", "Here stands a string")]
    [InlineData("""{"Fn::Base64": "x"}""", "", "'Fn::Base64' is no function. There are Ref, Fn::Join")]
    [InlineData("""{"Fn::join": ["", []]}""", "", "Did you mean 'Fn::Join'?")]
    [InlineData("""{"ref": "P"}""", "", "Did you mean 'Ref'?")]
    [InlineData("""{"FnSub": "x"}""", "", "Did you mean 'Fn::Sub'?")]
    [InlineData("""{"Ref": "P", "Other": "x"}""", "", "'Ref' stands beside 'Other'")]
    [InlineData("""{"Ref": ["P"]}""", ".Ref", "is a list; it must be a plain string")]
    [InlineData("""["a"]""", "", "A list stands where one string is expected")]
    [InlineData("null", "", "Null stands where a string is expected")]
    [InlineData("""{"Fn::Split": [",", "a,b"]}""", "", "gives a list where one string is expected")]
    [InlineData("""{"Fn::Join": ["", "a", "b"]}""", "['Fn::Join']", "a list of 3 as its argument; it takes a list of 2")]
    [InlineData("""{"Fn::Join": "a"}""", "['Fn::Join']", "a string as its argument")]
    [InlineData("""{"Fn::Join": ["", "a"]}""", "['Fn::Join'][1]", "Put it in brackets")]
    [InlineData("""{"Fn::Join": [1, ["a"]]}""", "['Fn::Join'][0]", "Put it in double quotes")]
    [InlineData("""{"Fn::Join": ["", ["a", 2]]}""", "['Fn::Join'][1][1]", "The number '2' stands where a string is expected")]
    [InlineData("""{"Fn::Join": ["", {"Ref": "P"}]}""", "['Fn::Join'][1]", "Ref gives one string where a list is expected")]
    [InlineData("""{"Fn::Select": ["2", ["a", "b"]]}""", "['Fn::Select'][0]", "index of Fn::Select is 2, but its list has 2 items")]
    [InlineData("""{"Fn::Select": ["-1", ["a"]]}""", "['Fn::Select'][0]", "'-1'; it must be a whole number from 0")]
    [InlineData("""{"Fn::Select": [0.5, ["a"]]}""", "['Fn::Select'][0]", "the number '0.5'; it must be a whole number")]
    [InlineData("""{"Fn::Select": [["0"], ["a"]]}""", "['Fn::Select'][0]", "is a list; it must be a whole number")]
    [InlineData("""{"Fn::Select": ["99999999999", {"Fn::Split": [",", "a"]}]}""", "['Fn::Select'][0]", "whole number")]
    [InlineData("""{"Fn::Select": ["0", {"Fn::Split": ["", "a"]}]}""", "['Fn::Select'][1]['Fn::Split'][0]", "delimiter of Fn::Split is empty")]
    [InlineData("""{"Fn::Select": ["0", {"Fn::Split": ","}]}""", "['Fn::Select'][1]['Fn::Split']", "takes a list of 2")]
    [InlineData("""{"Fn::Sub": 1}""", "['Fn::Sub']", "neither a string nor a list")]
    [InlineData("""{"Fn::Sub": ["a", "b"]}""", "['Fn::Sub']", "neither a string nor a list")]
    [InlineData("""{"Fn::Sub": ["a"]}""", "['Fn::Sub']", "neither a string nor a list")]
    [InlineData("""{"Fn::Sub": "a${P"}""", "['Fn::Sub']", "'${P' is not closed")]
    [InlineData("""{"Fn::Sub": "a${}"}""", "['Fn::Sub']", "The name is empty")]
    [InlineData("""{"Fn::Sub": "${Q}"}""", "['Fn::Sub']", "{Ref=Q}. Declare it")]
    [InlineData("""{"Fn::Sub": ["${Q}", {"R": "x"}]}""", "['Fn::Sub'][0]", "{Ref=Q}")]
    [InlineData("""{"Fn::Sub": ["${R}", {"R": 5}]}""", "['Fn::Sub'][1].R", "Put it in double quotes")]
    [InlineData("""{"Fn::Sub": "${iot:ClientId}"}""", "['Fn::Sub']", "write ${!iot:ClientId}")]
    [InlineData("""{"Fn::FindInMap": ["M", "a"]}""", "['Fn::FindInMap']", "takes a list of 3")]
    [InlineData("""{"Fn::FindInMap": ["N", "a", "x"]}""", "['Fn::FindInMap'][0]", "There is no mapping 'N'")]
    [InlineData("""{"Fn::FindInMap": ["M", "c", "x"]}""", "['Fn::FindInMap'][1]", "'M' has no key 'c'")]
    [InlineData("""{"Fn::FindInMap": ["M", "a", "y"]}""", "['Fn::FindInMap'][2]", "no second-level key 'y'")]
    [InlineData("""{"Fn::FindInMap": ["M", {"Ref": "P"}, "z"]}""", "['Fn::FindInMap'][2]", "no second-level key 'z'")]
    public void A_function_of_another_form_is_refused(string expression, string step, string word) =>
        RefuseFleet(Sample.Value(expression, Maps), At + step, word);

    [Theory]
    [InlineData("""{"Fn::Select": ["1", ["a", "b"]]}""")]
    [InlineData("""{"Fn::Select": [1, ["a", "b"]]}""")]
    [InlineData("""{"Fn::Select": [{"Ref": "P"}, ["a", "b"]]}""")]
    [InlineData("""{"Fn::Join": ["", []]}""")]
    [InlineData("""{"Fn::Join": [{"Ref": "P"}, {"Fn::Split": [",", "a,b"]}]}""")]
    [InlineData("""{"Fn::FindInMap": ["M", "a", "x"]}""")]
    [InlineData("""{"Fn::FindInMap": ["M", {"Ref": "P"}, "y"]}""")]
    [InlineData("""{"Fn::FindInMap": [{"Ref": "P"}, "q", "r"]}""")]
    public void A_function_in_order_is_read(string expression) => Assert.NotNull(Read(expression, Maps));

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Functions_nest_eight_deep(int depth, bool isAccepted)
    {
        var expression = "\"a\"";
        for (var i = 0; i < depth; i++)
        {
            expression = $$"""{"Fn::Sub": ["${v}", {"v": {{expression}}}]}""";
        }

        var (template, faults) = ProvisioningTemplate.Read(Sample.Value(expression), ProvisioningTemplateType.FleetProvisioning);
        Assert.Equal(isAccepted, template is not null);
        Assert.All(faults, fault => Assert.Contains("nested deeper than 8", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Variables_that_multiply_are_refused_before_they_are_expanded()
    {
        var uses = string.Concat(Enumerable.Repeat("${v}", 40));
        var expression = "\"a\"";
        for (var i = 0; i < 8; i++)
        {
            expression = $$"""{"Fn::Sub": ["{{uses}}", {"v": {{expression}}}]}""";
        }

        RefuseFleet(Sample.Value(expression), At + string.Concat(Enumerable.Repeat("['Fn::Sub'][1].v", 6)), "more than 1024 pieces");
    }
}
