using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(RegisterCACertificateResponse))]
[JsonSerializable(typeof(DescribeCACertificateResponse))]
[JsonSerializable(typeof(ListCACertificatesResponse))]
internal sealed partial class CACertificateShapes : JsonSerializerContext
{
    public static readonly CACertificateShapes Wire = new(WireJson.Options());
}
