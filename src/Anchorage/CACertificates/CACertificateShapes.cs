using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(RegisterCACertificateResponse))]
[JsonSerializable(typeof(DescribeCACertificateResponse))]
[JsonSerializable(typeof(ListCACertificatesResponse))]
[JsonSerializable(typeof(CAActivatorResponse))]
[JsonSerializable(typeof(CAQuarantineResponse))]
[JsonSerializable(typeof(ReleaseCACertificateResponse))]
internal sealed partial class CACertificateShapes : JsonSerializerContext
{
    public static readonly CACertificateShapes Wire = new(WireJson.Options());
}
