using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Anchorage.Provisioning.Evaluation;

/// <summary>Writes a policy document with its values in place. Values stand in parsed strings, so that none can add a member or a statement.</summary>
internal sealed class PolicyWriting(ProvisioningTemplate template, ProvisioningInput input, Work work)
{
    private static readonly JsonWriterOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ValueEvaluation _values = new(template, input, work, Characters.RefuseInPolicy);
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private TemplateFault? _fault;

    /// <summary>The name of a policy that its template does not name: the SHA-1 of the document's UTF-8, in upper-case hexadecimal.</summary>
#pragma warning disable CA5350 // AWS names such policies so. Nothing rests on it: a policy of that name with another document fails the provisioning.
    public static string NameOf(string document) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(document)));
#pragma warning restore CA5350

    public (string? Text, TemplateFault? Fault) Write(PolicyDocument document, Place place)
    {
        if (document.Text is { } text)
        {
            return work.Add(text.Length)
                ? (text, null)
                : (null, new TemplateFault(place.ToString(), "The template takes too much work. Make it shorter."));
        }

        using var json = new Utf8JsonWriter(_bytes, AsWritten);
        if (!Write(document.Root, Place.Root, json))
        {
            return (null, new TemplateFault(place.ToString(), $"In the policy document, at {_fault!.Path}: {_fault.Message}"));
        }

        json.Flush();
        return (Encoding.UTF8.GetString(_bytes.WrittenSpan), null);
    }

    private bool Write(PolicyElement element, Place place, Utf8JsonWriter json)
    {
        switch (element)
        {
            case PolicyMap map:
                json.WriteStartObject();
                foreach (var (name, member) in map.Members)
                {
                    json.WritePropertyName(name);
                    if (!Write(member, place.Member(name), json))
                    {
                        return false;
                    }
                }

                json.WriteEndObject();
                break;
            case PolicyList list:
                json.WriteStartArray();
                for (var item = 0; item < list.Items.Length; item++)
                {
                    if (!Write(list.Items[item], place.Item(item), json))
                    {
                        return false;
                    }
                }

                json.WriteEndArray();
                break;
            case PolicyValues values:
                json.WriteStartArray();
                _fault = _values.List(values.List, place, json.WriteStringValue);
                json.WriteEndArray();
                break;
            case PolicyString text:
                WriteText(text, place, json);
                break;
            case PolicyToken token:
                json.WriteRawValue(token.Json);
                break;
        }

        return _fault is null && Fits(place, json);
    }

    private void WriteText(PolicyString text, Place place, Utf8JsonWriter json)
    {
        (var value, _fault) = _values.Text(text.Value, place);
        if (value is not null)
        {
            json.WriteStringValue(value);
        }
    }

    private bool Fits(Place place, Utf8JsonWriter json)
    {
        if (json.BytesCommitted + json.BytesPending <= ProvisioningPlan.MaxCharacters)
        {
            return true;
        }

        _fault = new TemplateFault(place.ToString(), $"The document becomes longer than {ProvisioningPlan.MaxCharacters} octets. Shorten what it is made of."
            + ValueEvaluation.SubjectOf(input));
        return false;
    }
}
