using System.Text.Json.Nodes;

namespace Anchorage.Provisioning.Tests;

public class EvaluationTests
{
    private const string At = "$.Resources.thing.Properties.ThingName";

    private const string Maps = """ "Mappings": {"M": {"a": {"x": "1"}, "b": {"y": "2"}}}, """;

    private const string CommonName = CertificateParameters.CommonName;

    private static string? Name(string expression, string parameter) => Evaluated.Fleet(Sample.Value(expression, Maps), ("P", parameter)).Thing?.ThingName;

    [Fact]
    public void A_just_in_time_template_becomes_a_plan()
    {
        var plan = Evaluated.Plan(Sample.CompleteJitp, ProvisioningTemplateType.Jitp, (CommonName, "buoy-7"), (CertificateParameters.SerialNumber, "S1"));

        Assert.Equal(new PlannedCertificate("certificate", Evaluated.Id, null, null, null, "ACTIVE", ResourceOverride.DoNothing), plan.Certificate);
        var thing = Assert.IsType<PlannedThing>(plan.Thing);
        Assert.Equal(("buoy", "buoy-7", "buoy-mk2", "north"), (thing.LogicalName, thing.ThingName, thing.ThingTypeName, thing.BillingGroup));
        Assert.Equal([new("firmware", "r7"), new("serialNumber", "S1"), new("country", "NO")], thing.Attributes);
        Assert.Equal(["moored", "harbour"], thing.ThingGroups);
        Assert.Equal(new ThingOverrides(ResourceOverride.Merge, ResourceOverride.Replace, ResourceOverride.DoNothing), thing.Overrides);
        var policy = Assert.Single(plan.Policies);
        Assert.StartsWith("{\"Version\": \"2012-10-17\", \"Statement\"", policy.PolicyDocument, StringComparison.Ordinal);
        Assert.Empty(plan.DeviceConfiguration);
    }

    [Fact]
    public void A_fleet_template_becomes_a_plan()
    {
        var plan = Evaluated.Fleet(Sample.CompleteFleet, ("SerialNumber", "X9-77"), ("Site", "sea"), ("Unused", "?"));

        Assert.Equal("buoy-X9-77", plan.Thing?.ThingName);
        Assert.Equal([new("batch", "X9")], plan.Thing!.Attributes);
        Assert.Equal(["afloat"], plan.Thing.ThingGroups);
        Assert.Equal((null, null), (plan.Thing.ThingTypeName, plan.Thing.BillingGroup));
        Assert.Equal([new("home", "https://sea.example"), new("interval", "60")], plan.DeviceConfiguration);
        Assert.Equal(new PlannedPolicy("named", "BuoyPolicy", null), plan.Policies[1]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:Connect",
                 "Resource": "arn:aws:iot:eu-north-1:123456789012:client/X9-77",
                 "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": [true]}, "NumericLessThan": {"aws:Age": 3}}}]}
                """),
            JsonNode.Parse(plan.Policies[0].PolicyDocument!)));
    }

    [Fact]
    public void A_policy_without_a_name_has_the_SHA_1_of_its_document_for_one()
    {
        var document = """{"Statement":{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}}""";
        var policy = Assert.Single(Evaluated.Fleet(Sample.Document(Sample.Quote(document))).Policies);

        Assert.Equal(document, policy.PolicyDocument);
        // printf '%s' "$document" | sha1sum | tr a-f A-F
        Assert.Equal("AD5711001FAA83348139230A98E1B044A17F7E3B", policy.PolicyName);
    }

    [Theory]
    [InlineData("""{"Ref": "P"}""", "a-b", "a-b")]
    [InlineData("""{"Fn::Join": ["-", ["x", {"Ref": "P"}, "y"]]}""", "p", "x-p-y")]
    [InlineData("""{"Fn::Join": ["", ["x"]]}""", "", "x")]
    [InlineData("""{"Fn::Join": [{"Ref": "P"}, {"Fn::Split": [",", "a,b,,c"]}]}""", "_", "a_b__c")]
    [InlineData("""{"Fn::Select": ["1", {"Fn::Split": ["-", {"Ref": "P"}]}]}""", "a-b-c", "b")]
    [InlineData("""{"Fn::Select": [{"Ref": "P"}, ["a", "b"]]}""", "1", "b")]
    [InlineData("""{"Fn::Select": ["0", {"Fn::Split": ["--", {"Ref": "P"}]}]}""", "a-b", "a-b")]
    [InlineData("""{"Fn::Sub": "x-${P}-${P}"}""", "p", "x-p-p")]
    [InlineData("""{"Fn::Sub": ["${v}_${P}", {"v": {"Fn::Join": ["", ["q", {"Ref": "P"}]]}}]}""", "p", "qp_p")]
    [InlineData("""{"Fn::FindInMap": ["M", {"Ref": "P"}, "y"]}""", "b", "2")]
    [InlineData("""{"Fn::FindInMap": [{"Ref": "P"}, "a", "x"]}""", "M", "1")]
    public void A_function_is_evaluated(string expression, string parameter, string expected) => Assert.Equal(expected, Name(expression, parameter));

    [Fact]
    public void A_given_value_goes_before_the_default_and_an_empty_one_is_a_value()
    {
        var template = Sample.Fleet(Sample.Thing("""{"ThingName": {"Fn::Sub": "x${P}"}}"""), """{"P": {"Type": "String", "Default": "d"}}""");

        Assert.Equal("xd", Evaluated.Fleet(template).Thing?.ThingName);
        Assert.Equal("xg", Evaluated.Fleet(template, ("P", "g")).Thing?.ThingName);
        Assert.Equal("x", Evaluated.Fleet(template, ("P", "")).Thing?.ThingName);
    }

    [Fact]
    public void An_attribute_that_the_subject_lacks_is_told_in_AWS_s_words_with_the_subject()
    {
        var template = Sample.Jitp(Sample.Thing("""{"ThingName": {"Ref": "AWS::IoT::Certificate::Country"}}"""));
        var fault = Assert.Single(Evaluated.Faults(template, ProvisioningTemplateType.Jitp, Evaluated.Input("CN=buoy-7")));

        Assert.Equal(At, fault.Path);
        Assert.StartsWith("Invalid registration template. Cannot resolve reference value: {Ref=AWS::IoT::Certificate::Country}. ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("subject is 'CN=buoy-7'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Ref": "P"}""", "", "The thing name is empty")]
    [InlineData("""{"Ref": "P"}""", "a b", "has ' ' in it")]
    [InlineData("""{"Ref": "P"}""", "a/b", "has '/' in it")]
    [InlineData("""{"Ref": "P"}""", "a\u0000b", "has '\\u0000' in it")]
    public void A_value_that_does_not_fit_its_place_is_a_fault(string expression, string parameter, string word) =>
        Evaluated.Fails(Sample.Value(expression, Maps), At, word, ("P", parameter));

    [Theory]
    [InlineData("""{"Fn::Select": ["2", {"Fn::Split": ["-", {"Ref": "P"}]}]}""", "a-b", "['Fn::Select'][0]", "index of Fn::Select is 2, but its list has 2 items")]
    [InlineData("""{"Fn::Select": [{"Ref": "P"}, ["a", "b"]]}""", "2", "['Fn::Select'][0]", "list has 2 items")]
    [InlineData("""{"Fn::Select": [{"Ref": "P"}, ["a", "b"]]}""", "-1", "['Fn::Select'][0]", "'-1'; it must be a whole number")]
    [InlineData("""{"Fn::Select": ["0", {"Fn::Split": [{"Ref": "P"}, "a"]}]}""", "", "['Fn::Select'][1]['Fn::Split'][0]", "delimiter of Fn::Split is empty")]
    [InlineData("""{"Fn::FindInMap": ["M", {"Ref": "P"}, "y"]}""", "a", "['Fn::FindInMap']", "has nothing at 'a', 'y'")]
    [InlineData("""{"Fn::FindInMap": [{"Ref": "P"}, "a", "x"]}""", "N", "['Fn::FindInMap'][0]", "no mapping 'N'")]
    public void A_function_that_finds_nothing_is_a_fault_at_its_place(string expression, string parameter, string step, string word) =>
        Evaluated.Fails(Sample.Value(expression, Maps), At + step, word, ("P", parameter));

    [Fact]
    public void A_value_that_is_no_text_is_a_fault() =>
        Evaluated.Fails(Sample.Value("""{"Fn::Sub": "a${P}"}"""), At + "['Fn::Sub']", "half of a surrogate pair", ("P", "b\ud800"));

    [Fact]
    public void A_missing_value_is_a_fault_and_a_parameter_that_is_not_used_may_be_missing()
    {
        Evaluated.Fails(Sample.Value("""{"Ref": "P"}"""), At, "{Ref=P}. No value is given for it, and it has no Default.");
        Assert.Equal("x", Evaluated.Fleet(Sample.Value("\"x\"")).Thing?.ThingName);
    }

    [Theory]
    [InlineData("Active", "ACTIVE")]
    [InlineData("inactive", "INACTIVE")]
    public void A_status_that_a_parameter_gives_is_taken_in_any_case(string given, string expected) =>
        Assert.Equal(expected, Evaluated.Fleet(StatusOfP, ("P", given)).Certificate.Status);

    [Fact]
    public void A_status_of_another_word_is_a_fault() =>
        Evaluated.Fails(StatusOfP, "$.Resources.certificate.Properties.Status", "a template sets ACTIVE or INACTIVE", ("P", "REVOKED"));

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("0x")]
    public void A_certificate_id_of_another_form_is_a_fault(string id) => Evaluated.Fails(
        Sample.Fleet(certificate: """{"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "P"}}}"""),
        "$.Resources.certificate.Properties.CertificateId", "64 hexadecimal digits", ("P", id));

    [Fact]
    public void A_certificate_comes_by_request_or_as_PEM()
    {
        var request = Sample.Fleet(certificate: """{"Type": "AWS::IoT::Certificate", "Properties": {"CertificateSigningRequest": {"Ref": "P"}, "Status": "INACTIVE"}}""");
        Assert.Equal(
            new PlannedCertificate("certificate", null, "csr", null, null, "INACTIVE", ResourceOverride.DoNothing), Evaluated.Fleet(request, ("P", "csr")).Certificate);
        Evaluated.Fails(request, "$.Resources.certificate.Properties.CertificateSigningRequest", "The value is empty", ("P", ""));

        var pem = Sample.Fleet(certificate: """{"Type": "AWS::IoT::Certificate", "Properties": {"CertificatePem": {"Ref": "P"}, "CACertificatePem": "ca"}}""");
        Assert.Equal(new PlannedCertificate("certificate", null, null, "pem", "ca", "ACTIVE", ResourceOverride.DoNothing), Evaluated.Fleet(pem, ("P", "pem")).Certificate);
    }

    [Fact]
    public void Groups_may_come_from_a_split_and_each_is_judged()
    {
        var template = Sample.Fleet(Sample.Thing("""{"ThingName": "t", "ThingGroups": {"Fn::Split": [",", {"Ref": "P"}]}}"""));

        Assert.Equal(["a", "b"], Evaluated.Fleet(template, ("P", "a,b")).Thing!.ThingGroups);
        Evaluated.Fails(template, "$.Resources.thing.Properties.ThingGroups", "thing group name is empty", ("P", "a,"));
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        var template = Sample.Fleet(
            Sample.Thing("""{"ThingName": {"Ref": "P"}, "AttributePayload": {"a": {"Ref": "AWS::IoT::Certificate::Country"}}}""") + ", "
            + Sample.Policy("""{"PolicyName": {"Ref": "P"}}"""));
        var faults = Evaluated.Faults(template, ProvisioningTemplateType.FleetProvisioning, Evaluated.Input(null, ("P", "#")));

        Assert.Equal(
            ["$.Resources.thing.Properties.ThingName", "$.Resources.thing.Properties.AttributePayload.a", "$.Resources.policy.Properties.PolicyName"],
            faults.Select(fault => fault.Path));
    }

    private static string StatusOfP =>
        Sample.Fleet(certificate: """{"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": {"Ref": "P"}}}""");
}
