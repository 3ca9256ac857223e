using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads the extensions about policies. What they say is shown, and not judged: no policy is asked of a device.</summary>
internal static class CertificatePolicies
{
    private const int MaxCount = 256;

    /// <summary>The policies' identifiers, without their qualifiers (RFC 5280 4.2.1.4).</summary>
    public static ImmutableArray<ObjectIdentifier> Read(ref DerReader reader, string field)
    {
        var document = reader.Document;
        var offset = reader.Position;
        var list = reader.ReadSequence(field);
        var policies = ImmutableArray.CreateBuilder<ObjectIdentifier>();
        while (list.HasMore)
        {
            var information = list.ReadSequence(field);
            var policy = information.ReadObjectIdentifier(field);
            if (information.HasMore)
            {
                ReadQualifiers(ref information, field);
            }

            information.End(field);
            if (policies.Count == MaxCount || policies.Contains(policy))
            {
                document.FailDer(ReadingRules.ExtensionForm, offset, field, $"a policy stands there twice, or there are more than {MaxCount}.");
            }

            policies.Add(policy);
        }

        if (policies.Count == 0)
        {
            document.FailDer(ReadingRules.ExtensionForm, offset, field, "the list of policies is empty; at least one is wanted.");
        }

        return policies.DrainToImmutable();
    }

    /// <summary>policyMappings (RFC 5280 4.2.1.5): pairs of identifiers, at least one.</summary>
    public static void CheckMappings(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var list = reader.ReadSequence(field);
        if (!list.HasMore)
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "the list of mappings is empty; at least one is wanted.");
        }

        while (list.HasMore)
        {
            var pair = list.ReadSequence(field);
            pair.ReadObjectIdentifier(field);
            pair.ReadObjectIdentifier(field);
            pair.End(field);
        }
    }

    /// <summary>policyConstraints (RFC 5280 4.2.1.11): two numbers, of which one may be absent.</summary>
    public static void CheckConstraints(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var fields = reader.ReadSequence(field);
        if (!fields.HasMore)
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "it constrains nothing; one of its two numbers is wanted.");
        }

        for (var number = 0; number < 2; number++)
        {
            var tag = new Asn1Tag(TagClass.ContextSpecific, number);
            if (fields.NextIs(tag))
            {
                fields.ReadCount(field, tag);
            }
        }

        fields.End(field);
    }

    private static void ReadQualifiers(ref DerReader information, string field)
    {
        var offset = information.Position;
        var qualifiers = information.ReadSequence(field);
        if (!qualifiers.HasMore)
        {
            information.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "a list of qualifiers is empty; at least one, or no list, is wanted.");
        }

        while (qualifiers.HasMore)
        {
            var qualifier = qualifiers.ReadSequence(field);
            qualifier.ReadObjectIdentifier(field);
            DerShape.Check(information.Document, qualifier.ReadAny(field), field);
            qualifier.End(field);
        }
    }
}
