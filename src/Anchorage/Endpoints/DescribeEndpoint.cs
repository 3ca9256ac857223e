using System.Text.Json.Serialization;
using Anchorage.Configuration;
using Anchorage.Wire;

namespace Anchorage.Endpoints;

internal sealed record DescribeEndpointResponse(string EndpointAddress);

/// <summary>Tells the name under which devices of the caller's account connect, which names the account and region in SNI.</summary>
internal static class DescribeEndpoint
{
    public static readonly Operation Operation = Operation.Of(
        "DescribeEndpoint", "GET", "/endpoint", changes: false, [],
        static () => EndpointShapes.Wire.DescribeEndpointResponse,
        (call, on) => Task.FromResult(Run(call, on.Options)));

    private static Result<DescribeEndpointResponse> Run(Call call, ServeOptions options)
    {
        var faults = new Faults();
        var type = new QueryShape(call.Query, faults).Text("endpointType") ?? "iot:Data";
        if (!faults.Any && type is not ("iot:Data" or "iot:Data-ATS"))
        {
            faults.Add(type is "iot:CredentialProvider" or "iot:Jobs" or "iot:DeviceAdvisor" or "iot:Data-Beta"
                ? $"The query parameter endpointType is {type}, an endpoint that Anchorage does not have; it has iot:Data-ATS and iot:Data, which are the same."
                : $"The query parameter endpointType is {Printable.Quoted(type)}; wanted iot:Data-ATS or iot:Data.");
        }

        return faults.Any
            ? faults.AsError()
            : new DescribeEndpointResponse($"{call.Caller.AccountId}.iot.{call.Caller.Region}.{options.EndpointDomain}");
    }
}

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(DescribeEndpointResponse))]
internal sealed partial class EndpointShapes : JsonSerializerContext
{
    public static readonly EndpointShapes Wire = new(WireJson.Options());
}
