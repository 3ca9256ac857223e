using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(RegisterCertificateResponse))]
[JsonSerializable(typeof(CreateCertificateFromCsrResponse))]
[JsonSerializable(typeof(CreateKeysAndCertificateResponse))]
[JsonSerializable(typeof(DescribeCertificateResponse))]
[JsonSerializable(typeof(ListCertificatesResponse))]
[JsonSerializable(typeof(ListOutgoingCertificatesResponse))]
[JsonSerializable(typeof(TransferCertificateResponse))]
internal sealed partial class CertificateShapes : JsonSerializerContext
{
    public static readonly CertificateShapes Wire = new(WireJson.Options());
}
