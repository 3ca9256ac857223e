using System.Text.Json;

namespace Anchorage.Policy.Tests;

/// <summary>What is wrong with a document is told with its place, in words.</summary>
public class FaultTests
{
    [Theory]
    [InlineData("", "$", "is empty")]
    [InlineData("file://policy.json", "$", "name of a file")]
    [InlineData("\uFEFF{}", "$", "byte order mark")]
    [InlineData("{", "$", "not JSON")]
    [InlineData("""{"Statement": [],}""", "$", "not JSON")]
    [InlineData("""{"Statement": {}} x""", "$", "not JSON")]
    [InlineData("[]", "$", "wanted an object")]
    [InlineData("null", "$", "is null")]
    [InlineData("\"{}\"", "$", "wanted an object")]
    [InlineData("{}", "$", "no Statement")]
    [InlineData("""{"statement": []}""", "$.statement", "Did you mean 'Statement'?")]
    [InlineData("""{"Statement": []}""", "$.Statement", "0 statements")]
    [InlineData("""{"Statement": [1]}""", "$.Statement[0]", "the number '1'")]
    [InlineData("""{"Version": "2012", "Statement": {}}""", "$.Version", "2012-10-17")]
    [InlineData("""{"Version": 1, "Statement": {}}""", "$.Version", "2012-10-17")]
    [InlineData("""{"Id": 1, "Statement": {}}""", "$.Id", "wanted a string")]
    [InlineData("""{"Statement": {}, "Statement": {}}""", "$.Statement", "a second time")]
    [InlineData("""{"Statement": {"Principal": "*"}}""", "$.Statement.Principal", "no member of a policy statement")]
    [InlineData("""{"Statement": {"a b": "*"}}""", "$.Statement['a b']", "no member of a policy statement")]
    [InlineData("""{"Statement": {"Effects": "Allow"}}""", "$.Statement.Effects", "Did you mean 'Effect'?")]
    [InlineData("""{"Statement": "\ud800"}""", "$.Statement", "surrogate pair")]
    [InlineData("""{"\ud800": 1}""", "$", "surrogate pair")]
    public void A_document_is_told_what_is_wrong_with_it(string text, string path, string words) => AssertTold(text, path, words);

    [Theory]
    [InlineData("""{"Action": "*", "Resource": "*"}""", "$.Statement[0]", "no Effect")]
    [InlineData("""{"Effect": "allow", "Action": "*", "Resource": "*"}""", "$.Statement[0].Effect", "Did you mean 'Allow'?")]
    [InlineData("""{"Effect": true, "Action": "*", "Resource": "*"}""", "$.Statement[0].Effect", "is true")]
    [InlineData("""{"Effect": "Allow", "Resource": "*"}""", "$.Statement[0]", "neither Action nor NotAction")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}""", "$.Statement[0]", "both Action and NotAction")]
    [InlineData("""{"Effect": "Allow", "Action": "*"}""", "$.Statement[0]", "neither Resource nor NotResource")]
    [InlineData("""{"Effect": "Allow", "Action": [], "Resource": "*"}""", "$.Statement[0].Action", "0 strings")]
    [InlineData("""{"Effect": "Allow", "Action": {}, "Resource": "*"}""", "$.Statement[0].Action", "is an object")]
    [InlineData("""{"Effect": "Allow", "Action": ["*", 5], "Resource": "*"}""", "$.Statement[0].Action[1]", "the number '5'")]
    [InlineData("""{"Effect": "Allow", "Action": "Publish", "Resource": "*"}""", "$.Statement[0].Action", "'Publish'")]
    [InlineData("""{"Effect": "Allow", "Action": "iot:", "Resource": "*"}""", "$.Statement[0].Action", "'iot:'")]
    [InlineData("""{"Effect": "Allow", "Action": "", "Resource": "*"}""", "$.Statement[0].Action", "''")]
    [InlineData("""{"Effect": "Allow", "Action": "iot:${iot:ClientId}", "Resource": "*"}""", "$.Statement[0].Action", "wanted a service")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "topic/a"}""", "$.Statement[0].Resource", "wanted an ARN")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": ""}""", "$.Statement[0].Resource", "wanted an ARN")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": null}""", "$.Statement[0].Resource", "is null")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": ["*", "arn:${iot:ClientId"]}""", "$.Statement[0].Resource[1]", "without the '}'")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "arn:${}"}""", "$.Statement[0].Resource", "'${}'")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "arn:${ClientId}"}""", "$.Statement[0].Resource", "'${ClientId}'")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "arn:${iot:${iot:ClientId}}"}""", "$.Statement[0].Resource", "has the variable")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "arn:${iot:ClientId, none}"}""", "$.Statement[0].Resource", "has the variable")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Sid": 1}""", "$.Statement[0].Sid", "wanted a string")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": []}""", "$.Statement[0].Condition", "an empty list")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringIs": {"a:b": "c"}}}""", "$.Statement[0].Condition.StringIs", "no condition operator")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"stringequals": {"a:b": "c"}}}""", "$.Statement[0].Condition.stringequals", "Did you mean 'StringEquals'?")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NullIfExists": {"a:b": "true"}}}""", "$.Statement[0].Condition.NullIfExists", "no condition operator")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForNoValue:StringEquals": {"a:b": "c"}}}""", "$.Statement[0].Condition['ForNoValue:StringEquals']", "no condition operator")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {}}}""", "$.Statement[0].Condition.Bool", "an empty object")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": "true"}}""", "$.Statement[0].Condition.Bool", "'true'")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"IsAttached": "true"}}}""", "$.Statement[0].Condition.Bool.IsAttached", "condition key")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": "yes"}}}""", "$.Statement[0].Condition.Bool['a:b']", "wanted true or false")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": []}}}""", "$.Statement[0].Condition.Bool['a:b']", "0 values")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": [[]]}}}""", "$.Statement[0].Condition.Bool['a:b'][0]", "an empty list")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NumericEquals": {"a:b": "many"}}}""", "$.Statement[0].Condition.NumericEquals['a:b']", "wanted a number")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NumericEquals": {"a:b": 1e999}}}""", "$.Statement[0].Condition.NumericEquals['a:b']", "wanted a number")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"DateEquals": {"a:b": "soon"}}}""", "$.Statement[0].Condition.DateEquals['a:b']", "wanted a time")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"a:b": "10.0.0.0/33"}}}""", "$.Statement[0].Condition.IpAddress['a:b']", "wanted an IP address")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"a:b": "${aws:SourceIp}"}}}""", "$.Statement[0].Condition.IpAddress['a:b']", "wanted an IP address")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"a:b": "${x"}}}""", "$.Statement[0].Condition.StringLike['a:b']", "without the '}'")]
    public void A_statement_is_told_what_is_wrong_with_it(string statement, string path, string words) =>
        AssertTold($$"""{"Version": "2012-10-17", "Statement": [{{statement}}]}""", path, words);

    [Theory]
    [InlineData(PolicyLanguage.Iot, 2048)]
    [InlineData(PolicyLanguage.Iam, 6144)]
    public void A_document_has_a_size_that_whitespace_does_not_count_towards(PolicyLanguage language, int most)
    {
        var text = """{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:"}}""";
        string Sized(int size) => text.Replace("arn:", "arn:" + new string('x', size - text.Length), StringComparison.Ordinal);

        Assert.NotNull(PolicyDocument.Read(new string(' ', 10_000) + Sized(most), language).Document);
        var fault = Assert.Single(PolicyDocument.Read(Sized(most + 1), language).Faults);
        Assert.Equal("$", fault.Path);
        Assert.Contains($"{most + 1} characters without whitespace", fault.Message, StringComparison.Ordinal);
        Assert.Single(PolicyDocument.Read(new string(' ', PolicyDocument.MaxCharacters + 1), language).Faults);
    }

    [Fact]
    public void A_document_is_not_nested_without_end()
    {
        var fault = Assert.Single(PolicyDocument.Read(string.Concat(Enumerable.Repeat("{\"a\":", 200)), PolicyLanguage.Iot).Faults);
        Assert.Contains("nested deeper", fault.Message, StringComparison.Ordinal);
        Assert.Contains("nested deeper", Assert.Single(PolicyDocument.Read(new string('[', 1000), PolicyLanguage.Iot).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_and_faults_are_counted()
    {
        var many = string.Join(',', Enumerable.Repeat("1", PolicyDocument.MaxStatements + 1));

        Assert.Contains("257 statements", Assert.Single(PolicyDocument.Read($$"""{"Statement":[{{many}}]}""", PolicyLanguage.Iot).Faults).Message, StringComparison.Ordinal);
        Assert.Equal(PolicyDocument.MaxFaults, PolicyDocument.Read($$"""{"Statement":[{{many[..200]}}1]}""", PolicyLanguage.Iot).Faults.Length);
    }

    [Fact]
    public void What_a_document_says_is_fit_to_be_shown()
    {
        var fault = Assert.Single(PolicyDocument.Read(
            $$$"""{"Statement":{"Effect":"Allow","Action":{{{JsonSerializer.Serialize("\u001b[31m\u202e" + new string('x', 500))}}},"Resource":"*"}}""", PolicyLanguage.Iot).Faults);

        Assert.Contains("\\u001b[31m\\u202exxx", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', fault.Message);
        Assert.InRange(fault.Message.Length, 1, 300);
    }

    private static void AssertTold(string text, string path, string words)
    {
        var (document, faults) = PolicyDocument.Read(text, PolicyLanguage.Iot);

        Assert.Null(document);
        Assert.Contains(faults, fault => fault.Path == path && fault.Message.Contains(words, StringComparison.Ordinal));
    }
}
