using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.ProvisioningTemplates;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(CreateProvisioningTemplateResponse))]
[JsonSerializable(typeof(CreateProvisioningTemplateVersionResponse))]
[JsonSerializable(typeof(DescribeProvisioningTemplateResponse))]
[JsonSerializable(typeof(DescribeProvisioningTemplateVersionResponse))]
[JsonSerializable(typeof(ListProvisioningTemplatesResponse))]
[JsonSerializable(typeof(ListProvisioningTemplateVersionsResponse))]
internal sealed partial class TemplateShapes : JsonSerializerContext
{
    public static readonly TemplateShapes Wire = new(WireJson.Options());
}
