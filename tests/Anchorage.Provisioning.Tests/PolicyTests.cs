using static Anchorage.Provisioning.Tests.Judgement;

namespace Anchorage.Provisioning.Tests;

public class PolicyTests
{
    private const string Properties = "$.Resources.policy.Properties";
    private const string Document = Properties + ".PolicyDocument";

    [Theory]
    [InlineData("{}", Properties, "Give exactly one")]
    [InlineData("""{"PolicyDocument": ""}""", Document, "PolicyDocument is empty. An unset shell variable")]
    [InlineData("""{"PolicyName": ""}""", Properties + ".PolicyName", "PolicyName is empty. An unset shell variable")]
    public void A_policy_with_neither_name_nor_document_is_refused_in_the_words_of_AWS(string properties, string path, string word) =>
        Refuse(
            Sample.Jitp(Sample.Policy(properties)),
            path,
            ["Invalid registration template. Neither policyName nor policyDocument is present in the Template. ", word]);

    [Fact]
    public void A_policy_with_both_is_refused_in_the_same_words() =>
        Refuse(
            Sample.Jitp(Sample.Policy($$"""{"PolicyName": "a", "PolicyDocument": {{Sample.PolicyText}} }""")),
            Properties,
            "Invalid registration template. Both policyName and policyDocument are present in the Template. ");

    [Fact]
    public void An_empty_name_beside_a_document_is_absent() =>
        Assert.Null(Assert.Single(Accept(Sample.Jitp(Sample.Policy($$"""{"PolicyName": "", "PolicyDocument": {{Sample.PolicyText}} }"""))).Policies).PolicyName);

    [Theory]
    [InlineData("Fleet_Policy+=,.@-1", true)]
    [InlineData("Fleet Policy", false)]
    [InlineData("arn:aws:iot:x", false)]
    public void A_policy_name_is_of_AWS_s_characters(string name, bool isAccepted)
    {
        var (template, _) = ProvisioningTemplate.Read(Sample.Jitp(Sample.Policy($$"""{"PolicyName": "{{name}}"}""")), ProvisioningTemplateType.Jitp);

        Assert.Equal(isAccepted, template is not null);
    }

    [Fact]
    public void A_policy_takes_no_overrides() =>
        Refuse(
            Sample.Jitp(Sample.Policy("""{"PolicyName": "a"}""", """{"PolicyName": "REPLACE"}""")),
            "$.Resources.policy.OverrideSettings.PolicyName",
            "never overridden");

    [Fact]
    public void An_unknown_property_is_refused() =>
        Refuse(Sample.Jitp(Sample.Policy("""{"PolicyName": "a", "Policy": {}}""")), $"{Properties}.Policy", "Allowed are PolicyName, PolicyDocument.");

    [Fact]
    public void A_document_is_read_as_an_object_and_as_a_string_alike()
    {
        var asObject = Only(Sample.PolicyText);
        var asString = Only(Sample.Quote(Sample.PolicyText));

        Assert.Null(asObject.Text);
        Assert.Equal(Sample.PolicyText, asString.Text);
        Assert.Equal(Written(asObject.Root), Written(asString.Root));
        Assert.Equal("{Version:2012-10-17,Statement:[{Effect:Allow,Action:iot:Connect,Resource:*,},],}", Written(asObject.Root));
    }

    [Theory]
    [InlineData("1", "the number '1'")]
    [InlineData("[]", "is a list")]
    [InlineData("\"policy\"", "The policy document is not JSON")]
    [InlineData("\"[]\"", "The policy document is a list")]
    [InlineData("\"\\\"{}\\\"\"", "escaped twice")]
    [InlineData("{}", "no Statement")]
    [InlineData("\"{}\"", "no Statement")]
    [InlineData("\"{\\\"Statement\\\": [}\"", "line 1, column 16")]
    [InlineData("\"{\\\"Statement\\\": [], \\\"Statement\\\": []}\"", "a second time")]
    public void A_document_that_is_none_is_refused(string document, string word)
    {
        var (template, faults) = ProvisioningTemplate.Read(Sample.Document(document), ProvisioningTemplateType.FleetProvisioning);

        Assert.Null(template);
        Assert.Equal(Document, faults[0].Path);
        Assert.Contains(faults, fault => fault.Message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"Version": "2012", "Statement": {"Effect": "Allow", "Action": "a", "Resource": "b"}}""", ".Version", "'2012'. Allowed are 2012-10-17")]
    [InlineData("""{"Version": "2012-10-71", "Statement": {"Effect": "Allow", "Action": "a", "Resource": "b"}}""", ".Version", "Did you mean '2012-10-17'?")]
    [InlineData("""{"Statement": [], "Version": "2012-10-17"}""", ".Statement", "empty list")]
    [InlineData("""{"Statement": ["a"]}""", ".Statement[0]", "A statement is a string")]
    [InlineData("""{"Statement": {"Action": "a", "Resource": "b"}}""", ".Statement", "no Effect")]
    [InlineData("""{"Statement": {"Effect": "allow", "Action": "a", "Resource": "b"}}""", ".Statement.Effect", "Did you mean 'Allow'?")]
    [InlineData("""{"Statement": {"Effect": true, "Action": "a", "Resource": "b"}}""", ".Statement.Effect", "Effect is true")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Resource": "b"}}""", ".Statement", "neither Action nor NotAction")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Action": "a", "NotAction": "b", "Resource": "b"}}""", ".Statement", "both Action and NotAction")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Action": "a"}}""", ".Statement", "neither Resource nor NotResource")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Action": [], "Resource": "b"}}""", ".Statement.Action", "an empty list")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Action": 7, "Resource": "b"}}""", ".Statement.Action", "the number '7'")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Action": "a", "Resource": ["b", {}]}}""", ".Statement.Resource[1]", "an object in its list")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Action": "a", "Resource": "b", "Conditions": {}}}""", ".Statement.Conditions", "Did you mean 'Condition'?")]
    [InlineData("""{"Statement": {"Effect": "Deny", "Action": "a", "Resource": "b"}, "Statements": []}""", ".Statements", "Did you mean 'Statement'?")]
    public void A_statement_of_another_form_is_refused_in_both_forms(string document, string step, string word)
    {
        // An object with an empty object in place of a string is a fault of its own.
        RefuseFleet(Sample.Document(Sample.Quote(document)), Document, $"In the policy document, at ${step}: ", word);
        var (template, faults) = ProvisioningTemplate.Read(Sample.Document(document), ProvisioningTemplateType.FleetProvisioning);
        Assert.Null(template);
        Assert.Contains(faults, fault => fault.Path == Document + step && fault.Message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"Statement": {"Effect": "Deny", "NotAction": ["a", "b"], "NotResource": "*", "Sid": "s", "Condition": {"Bool": {"x": "true"}}}}""")]
    [InlineData("""{"Version": "2008-10-17", "Id": "i", "Statement": [{"Effect": "Allow", "Action": "a", "Resource": ["${iot:ClientId}"]}]}""")]
    public void A_document_in_order_is_read_in_both_forms(string document) => Assert.Equal(Written(Only(document).Root), Written(Only(Sample.Quote(document)).Root));

    [Fact]
    public void Functions_stand_for_strings_and_lists_in_an_object()
    {
        var document = Only("""
            {"Statement": [{"Effect": "Allow", "Action": {"Fn::Split": [",", {"Ref": "P"}]}, "Resource": ["x", {"Ref": "P"}],
             "Condition": {"StringEquals": {"k": {"Fn::Join": ["", ["a", {"Ref": "P"}]]}}}}]}
            """);

        Assert.Null(document.Text);
        Assert.Equal("{Statement:[{Effect:Allow,Action:<SplitValues>,Resource:[x,<RefValue>,],Condition:{StringEquals:{k:<JoinValue>,},},},],}", Written(document.Root));
    }

    [Fact]
    public void A_fault_in_a_function_inside_an_object_is_told_where_it_stands() =>
        RefuseFleet(
            Sample.Document("""{"Statement": [{"Effect": "Allow", "Action": "a", "Resource": {"Ref": "Q"}}]}"""),
            Document + ".Statement[0].Resource.Ref",
            "{Ref=Q}");

    [Theory]
    [InlineData("""{"Fn::Sub": "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"a\", \"Resource\": [\"client/${P}\", \"${P}\"]}}"}""")]
    [InlineData("""{"Fn::Join": ["", ["{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"a\", \"Resource\": [\"client/", {"Ref": "P"}, "\", \"", {"Ref": "P"}, "\"]}}"]]}""")]
    public void Functions_that_write_a_document_are_taken_apart_into_its_strings(string document)
    {
        var read = Only(document);

        Assert.Null(read.Text);
        Assert.Equal("{Statement:{Effect:Allow,Action:a,Resource:[client/+<RefValue>,<RefValue>,],},}", Written(read.Root));
    }

    [Theory]
    [InlineData("""{"Ref": "P"}""", "stands outside a string")]
    [InlineData("""{"Fn::Sub": "{\"Statement\": ${P}}"}""", "stands outside a string")]
    [InlineData("""{"Fn::Sub": "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"a\", \"Resource\": \"b\"}}${P}"}""", "stands outside a string")]
    [InlineData("""{"Fn::Sub": "{\"Statement\": {\"Effect\": \"${P}\", \"Action\": \"a\", \"Resource\": \"b\"}}"}""", "Effect depends on a function")]
    [InlineData("""{"Fn::Sub": "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"a\", \"Resource\": \"b\", \"Condition\": {\"StringLike\": {\"${P}\": \"c\"}}}}"}""", "name of a member")]
    [InlineData("""{"Fn::Sub": "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"a\\${P}\", \"Resource\": \"b\"}}"}""", "is not JSON")]
    [InlineData("""{"Fn::Sub": "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"\uFDD0${P}\", \"Resource\": \"b\"}}"}""", "U+FDD0")]
    [InlineData("""{"Fn::Join": ["", ["{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"\\", "uFdd0", {"Ref": "P"}, "\", \"Resource\": \"b\"}}"]]}""", "U+FDD0")]
    public void A_function_can_write_nothing_of_a_document_but_strings(string document, string word) =>
        RefuseFleet(Sample.Document(document), Document, word);

    [Fact]
    public void An_effect_in_an_object_must_be_written_out() =>
        RefuseFleet(
            Sample.Document("""{"Statement": {"Effect": {"Ref": "P"}, "Action": "a", "Resource": "b"}}"""),
            Document + ".Statement.Effect",
            "Effect depends on a function");

    [Fact]
    public void A_document_that_functions_make_too_long_is_refused()
    {
        var uses = string.Concat(Enumerable.Repeat("${v}", 500));
        RefuseFleet(
            Sample.Document($$"""{"Fn::Sub": ["{{uses}}", {"v": "{{new string('x', 100)}}"}]}"""), Document, "longer than 10240 characters");
    }

    private static PolicyDocument Only(string document) =>
        Assert.IsType<PolicyDocument>(Assert.Single(AcceptFleet(Sample.Document(document)).Policies).PolicyDocument);

    private static string Written(PolicyElement element) => element switch
    {
        PolicyMap map => "{" + string.Concat(map.Members.Select(member => $"{member.Key}:{Written(member.Value)},")) + "}",
        PolicyList list => "[" + string.Concat(list.Items.Select(item => Written(item) + ",")) + "]",
        PolicyString text => Written(text.Value),
        PolicyValues values => $"<{values.List.GetType().Name}>",
        PolicyToken token => token.Json,
        _ => throw new InvalidOperationException(),
    };

    private static string Written(TemplateValue value) => value switch
    {
        LiteralValue literal => literal.Text,
        SubValue sub => string.Join("+", sub.Parts.Select(Written)),
        _ => $"<{value.GetType().Name}>",
    };
}
