using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Anchorage.Gateway.Packets;
using Anchorage.X509;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Anchorage.Fuzz;

/// <summary>Inputs that are right, made anew for every run, from which AFL makes those that are not.</summary>
internal static class Seeds
{
    /// <summary>64 hexadecimal digits, as a registration code is.</summary>
    public const string Code = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Template = """
        {"Parameters":{"AWS::IoT::Certificate::CommonName":{"Type":"String"},"AWS::IoT::Certificate::Id":{"Type":"String"},"Serial":{"Type":"String","Default":"1"}},
        "Mappings":{"Place":{"DE":{"Url":"x"}}},
        "Resources":{"thing":{"Type":"AWS::IoT::Thing","Properties":{"ThingName":{"Fn::Join":["",["d-",{"Ref":"AWS::IoT::Certificate::CommonName"}]]},
        "AttributePayload":{"v":{"Fn::FindInMap":["Place","DE","Url"]}},"ThingGroups":["g"]},"OverrideSettings":{"ThingTypeName":"REPLACE"}},
        "certificate":{"Type":"AWS::IoT::Certificate","Properties":{"CertificateId":{"Ref":"AWS::IoT::Certificate::Id"},"Status":"ACTIVE"}},
        "policy":{"Type":"AWS::IoT::Policy","Properties":{"PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"iot:Publish\"],\"Resource\":[\"*\"]}]}"}}}}
        """;

    /// <summary>Every function of the language, over one parameter.</summary>
    private const string Functions = """
        {"Parameters":{"P":{"Type":"String"},"AWS::IoT::Certificate::Id":{"Type":"String"}},"Mappings":{"M":{"a":{"b":"c"}}},
        "Resources":{"thing":{"Type":"AWS::IoT::Thing","Properties":{"ThingName":{"Fn::Select":["1",{"Fn::Split":["-",{"Ref":"P"}]}]},
        "AttributePayload":{"m":{"Fn::FindInMap":["M",{"Fn::Select":["0",{"Fn::Split":["-",{"Ref":"P"}]}]},"b"]},"s":{"Fn::Sub":["${v}-${P}",{"v":{"Ref":"P"}}]}}}},
        "certificate":{"Type":"AWS::IoT::Certificate","Properties":{"CertificateId":{"Ref":"AWS::IoT::Certificate::Id"},"Status":"ACTIVE"}},
        "policy":{"Type":"AWS::IoT::Policy","Properties":{"PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Publish",
        "Resource":{"Fn::Join":["",["arn:aws:iot:us-east-1:123456789012:topic/",{"Ref":"P"}]]}}]}}}}}
        """;

    private static readonly X500DistinguishedName Name = new("CN=Seed CA,O=Example,C=DE");
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly RSA RsaKey = RSA.Create(2048);

    /// <summary>A P-256 CA with many kinds of extension.</summary>
    public static readonly byte[] CA = MakeCA(new CertificateRequest(Name, Key, HashAlgorithmName.SHA256), X509SignatureGenerator.CreateForECDsa(Key));

    /// <summary>A device under an intermediate of the CA's name, which inputs take the place of.</summary>
    public static readonly Certificate Device = Certificate.Read(MakeDevice("CN=device-1"), "device certificate").Value!;

    public static IEnumerable<byte[]> Of(string target) => target switch
    {
        "certificate" => Certificates,
        "pem" => Certificates.Select(der => Pem("CERTIFICATE", der)),
        "csr" => [Request("CN=device-1")],
        "csr-pem" => [Pem("CERTIFICATE REQUEST", Request("CN=device-1"))],
        "connect" => Packets,
        "evaluation" => Evaluations,
        "crl" => [Crl(2), Crl(0), Pem("X509 CRL", Crl(1))],
        _ => [Encoding.UTF8.GetBytes(Template)],
    };

    /// <summary>A CONNECT of each version, bare and with all that it can carry, and a few packets after it.</summary>
    private static IEnumerable<byte[]> Packets =>
        from isVersion5 in (bool[])[false, true]
        from isFull in (bool[])[false, true]
        select (byte[])[.. Codec.Encode(Connect(isVersion5, isFull), isVersion5), .. Following(isVersion5).SelectMany(packet => Codec.Encode(packet, isVersion5))];

    private static MqttConnectPacket Connect(bool isVersion5, bool isFull)
    {
        var packet = new MqttConnectPacket { ClientId = "device-1", CleanSession = !isFull, KeepAlivePeriod = 60 };
        if (isFull)
        {
            (packet.Username, packet.Password) = ("name", "secret"u8.ToArray());
            (packet.WillFlag, packet.WillTopic, packet.WillMessage, packet.WillQoS) = (true, "line/1/lost", "gone"u8.ToArray(), MqttQualityOfServiceLevel.AtLeastOnce);
        }

        if (isFull && isVersion5)
        {
            (packet.SessionExpiryInterval, packet.ReceiveMaximum, packet.MaximumPacketSize, packet.TopicAliasMaximum) = (60, 10, 65_536, 5);
            (packet.WillDelayInterval, packet.WillContentType, packet.WillResponseTopic) = (5, "text/plain", "line/1/answer");
            packet.UserProperties = [new MqttUserProperty("a", "b"u8.ToArray())];
        }

        return packet;
    }

    private static IEnumerable<MqttPacket> Following(bool isVersion5) =>
    [
        new MqttSubscribePacket { PacketIdentifier = 1, TopicFilters = [new MqttTopicFilter { Topic = "line/+/#", QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }] },
        new MqttPublishPacket { PacketIdentifier = 2, Topic = "line/1", QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce, ContentType = isVersion5 ? "text/plain" : null },
        new MqttUnsubscribePacket { PacketIdentifier = 3, TopicFilters = ["line/+/#"] },
        MqttPingReqPacket.Instance,
    ];

    /// <summary>Templates with the values that a device brings.</summary>
    private static byte[][] Evaluations =>
    [
        Values(Template, ("AWS::IoT::Certificate::CommonName", "lamp-1"), ("AWS::IoT::Certificate::Id", new string('a', 64)), ("Serial", "7")),
        Values(Functions, ("P", "a-b-c"), ("AWS::IoT::Certificate::Id", new string('b', 64))),
    ];

    private static byte[] Values(string template, params (string Name, string Value)[] parameters) =>
        Encoding.UTF8.GetBytes(template + string.Concat(parameters.Select(parameter => $"\0{parameter.Name}\0{parameter.Value}")));

    private static byte[][] Certificates =>
    [
        CA,
        MakeDevice("CN=device-1"),
        MakeCA(new CertificateRequest(Name, RsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), X509SignatureGenerator.CreateForRSA(RsaKey, RSASignaturePadding.Pkcs1)),
        MakeCA(new CertificateRequest(Name, RsaKey, HashAlgorithmName.SHA384, RSASignaturePadding.Pss), X509SignatureGenerator.CreateForRSA(RsaKey, RSASignaturePadding.Pss)),
    ];

    private static byte[] MakeCA(CertificateRequest request, X509SignatureGenerator generator)
    {
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(true, true, 3, true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        extensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        extensions.Add(new X509AuthorityInformationAccessExtension(["http://ocsp.example/"], ["http://ca.example/"]));
        extensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(["http://crl.example/ca.crl"]));

        // nameConstraints that permit the DNS names below "e", and certificatePolicies with a qualifier.
        extensions.Add(new X509Extension("2.5.29.30", Convert.FromHexString("3009a00730058203652e66")[..11], true));
        extensions.Add(new X509Extension("2.5.29.32", Convert.FromHexString("301b301906022a0330133011" + "06082b06010505070201" + "1605687474703a"), false));
        return Make(request, generator);
    }

    private static byte[] MakeDevice(string subject)
    {
        var request = new CertificateRequest(subject, RsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("a.e.f");
        names.AddEmailAddress("a@e.f");
        names.AddUri(new Uri("https://e.f/x"));
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return Make(request, X509SignatureGenerator.CreateForECDsa(Key));
    }

    private static byte[] Make(CertificateRequest request, X509SignatureGenerator generator)
    {
        using var made = request.Create(Name, generator, Now.AddYears(-1), Now.AddYears(9), [0x40, 1, 2, 3, 4, 5, 6, 7, 8]);
        return made.RawData;
    }

    private static byte[] Request(string subject)
    {
        var request = new CertificateRequest(subject, Key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        return request.CreateSigningRequest();
    }

    private static byte[] Crl(int entries)
    {
        var builder = new CertificateRevocationListBuilder();
        for (var serial = 5; serial < 5 + entries; serial++)
        {
            builder.AddEntry([(byte)serial], Now.AddDays(-1), X509RevocationReason.KeyCompromise);
        }

        return builder.Build(Name, X509SignatureGenerator.CreateForECDsa(Key), 7, Now.AddDays(30), HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]), Now.AddDays(-1));
    }

    private static byte[] Pem(string label, byte[] der) => Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, der) + "\n");
}
