using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(ListAuditRecordsResponse))]
internal sealed partial class AuditShapes : JsonSerializerContext
{
    public static readonly AuditShapes Wire = new(WireJson.Options());
}
