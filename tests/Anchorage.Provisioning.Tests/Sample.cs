namespace Anchorage.Provisioning.Tests;

/// <summary>Templates in order, with a place for the part that a test is about.</summary>
internal static class Sample
{
    public const string JitpCertificate =
        """{"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "ACTIVE"}}""";

    public const string FleetCertificate =
        """{"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}}}""";

    public const string PolicyText =
        """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}]}""";

    /// <summary>What the guide shows for just-in-time provisioning, told with other names.</summary>
    public const string CompleteJitp = """
        {
          "Parameters": {
            "AWS::IoT::Certificate::CommonName": {"Type": "String"},
            "AWS::IoT::Certificate::SerialNumber": {"Type": "String"},
            "AWS::IoT::Certificate::Country": {"Type": "String", "Default": "NO"},
            "AWS::IoT::Certificate::Id": {"Type": "String"},
            "Fleet": {"Type": "String", "Default": "harbour"}
          },
          "Resources": {
            "buoy": {
              "Type": "AWS::IoT::Thing",
              "Properties": {
                "ThingName": {"Ref": "AWS::IoT::Certificate::CommonName"},
                "AttributePayload": {
                  "firmware": "r7",
                  "serialNumber": {"Ref": "AWS::IoT::Certificate::SerialNumber"},
                  "country": {"Ref": "AWS::IoT::Certificate::Country"}
                },
                "ThingTypeName": "buoy-mk2",
                "ThingGroups": ["moored", {"Ref": "Fleet"}],
                "BillingGroup": "north"
              },
              "OverrideSettings": {"AttributePayload": "MERGE", "ThingTypeName": "REPLACE", "ThingGroups": "DO_NOTHING"}
            },
            "certificate": {
              "Type": "AWS::IoT::Certificate",
              "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "ACTIVE"},
              "OverrideSettings": {"Status": "DO_NOTHING"}
            },
            "policy": {
              "Type": "AWS::IoT::Policy",
              "Properties": {
                "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"iot:Publish\"], \"Resource\": [\"arn:aws:iot:eu-north-1:123456789012:topic/buoys/*\"]}]}"
              }
            }
          }
        }
        """;

    /// <summary>The style of the templates that AWS ships for fleets: status "Active", an object as a policy, mappings, an answer.</summary>
    public const string CompleteFleet = """
        {
          "Parameters": {
            "SerialNumber": {"Type": "String"},
            "Site": {"Type": "String", "Default": "dock"},
            "AWS::IoT::Certificate::Id": {"Type": "String"}
          },
          "Mappings": {"Sites": {"dock": {"url": "https://dock.example", "group": "docked"}, "sea": {"url": "https://sea.example", "group": "afloat"}}},
          "Resources": {
            "certificate": {
              "Type": "AWS::IoT::Certificate",
              "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"},
              "OverrideSettings": {"Status": "REPLACE"}
            },
            "thing": {
              "Type": "AWS::IoT::Thing",
              "OverrideSettings": {"ATTRIBUTE_PAYLOAD": "MERGE", "THING_TYPE_NAME": "FAIL", "THING_GROUPS": "REPLACE"},
              "Properties": {
                "ThingName": {"Fn::Join": ["-", ["buoy", {"Ref": "SerialNumber"}]]},
                "AttributePayload": {"batch": {"Fn::Select": ["0", {"Fn::Split": ["-", {"Ref": "SerialNumber"}]}]}},
                "ThingGroups": [{"Fn::FindInMap": ["Sites", {"Ref": "Site"}, "group"]}]
              }
            },
            "policy": {
              "Type": "AWS::IoT::Policy",
              "Properties": {
                "PolicyDocument": {
                  "Version": "2012-10-17",
                  "Statement": [{
                    "Effect": "Allow",
                    "Action": "iot:Connect",
                    "Resource": {"Fn::Sub": ["arn:aws:iot:eu-north-1:123456789012:client/${name}", {"name": {"Ref": "SerialNumber"}}]},
                    "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": [true]}, "NumericLessThan": {"aws:Age": 3}}
                  }]
                }
              }
            },
            "named": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "BuoyPolicy"}}
          },
          "DeviceConfiguration": {"home": {"Fn::FindInMap": ["Sites", {"Ref": "Site"}, "url"]}, "interval": "60"}
        }
        """;

    public static string Jitp(string resources = "", string parameters = "{}", string top = "", string certificate = JitpCertificate) =>
        $$"""{"Parameters": {{parameters}}, {{top}} "Resources": {"certificate": {{certificate}}{{(resources.Length > 0 ? "," : "")}} {{resources}} } }""";

    public static string Fleet(string resources = "", string parameters = """{"P": {"Type": "String"}}""", string top = "", string certificate = FleetCertificate) =>
        Jitp(resources, parameters, top, certificate);

    public static string Thing(string properties, string overrides = "{}") =>
        $$"""
        "thing": {"Type": "AWS::IoT::Thing", "Properties": {{properties}}, "OverrideSettings": {{overrides}}}
        """;

    public static string Policy(string properties, string overrides = "{}") =>
        $$"""
        "policy": {"Type": "AWS::IoT::Policy", "Properties": {{properties}}, "OverrideSettings": {{overrides}}}
        """;

    /// <summary>A fleet template whose thing has this expression for its name.</summary>
    public static string Value(string expression, string top = "") => Fleet(Thing($$"""{"ThingName": {{expression}}}"""), top: top);

    /// <summary>A fleet template whose policy has this document.</summary>
    public static string Document(string document) => Fleet(Policy($$"""{"PolicyDocument": {{document}}}"""));

    /// <summary>The JSON string whose value is a text.</summary>
    public static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
