using System.Text.Json;

namespace Anchorage.Policy.Tests;

/// <summary>Documents and contexts that tests share.</summary>
internal static class Sample
{
    /// <summary>One of everything a document may have.</summary>
    public const string Complete = """
        {
          "Version": "2012-10-17",
          "Id": "complete",
          "Statement": [
            { "Sid": "Connect", "Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:us-east-1:123456789012:client/${iot:ClientId}",
              "Condition": { "Bool": { "iot:Connection.Thing.IsAttached": ["true"] }, "IpAddressIfExists": { "aws:SourceIp": "203.0.113.0/24" } } },
            { "Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"], "Resource": ["arn:aws:iot:us-east-1:123456789012:topic/a/*", "*"],
              "Condition": { "ForAnyValue:StringLike": { "iot:Certificate.Subject.Organization.List": ["A*", "${iot:ClientId}"] },
                "DateLessThan": { "aws:CurrentTime": "2030-01-01T00:00:00Z" }, "NumericEquals": { "iot:Level": 3 }, "Null": { "aws:SourceIp": false } } },
            { "Effect": "Deny", "NotAction": "iot:*", "NotResource": "arn:aws:iot:*" }
          ]
        }
        """;

    public static PolicyDocument Document(string text, PolicyLanguage language = PolicyLanguage.Iot)
    {
        var (document, faults) = PolicyDocument.Read(text, language);
        Assert.True(document is not null, string.Join('\n', faults));
        return document;
    }

    /// <summary>A document with one statement that allows publishing to a resource.</summary>
    public static PolicyDocument Publishing(string resource, string effect = "Allow") =>
        Document($$"""{ "Statement": { "Effect": "{{effect}}", "Action": "iot:Publish", "Resource": {{JsonSerializer.Serialize(resource)}} } }""");

    public static PolicyOutcome Judge(PolicyDocument document, string resource, PolicyContext context) =>
        PolicyDecision.Of([new NamedPolicy("p", document)], PolicyAction.Publish, resource, context).Outcome;
}
