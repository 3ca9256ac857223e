using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.RegistrationCodes;

internal sealed record GetRegistrationCodeResponse(string RegistrationCode);

/// <summary>Tells the code that a verification certificate must carry as its common name; makes it at the first call.</summary>
internal static class GetRegistrationCode
{
    public static readonly Operation Operation = Operation.Of(
        "GetRegistrationCode", "GET", "/registrationcode", changes: false, [],
        static () => RegistrationCodeShapes.Wire.GetRegistrationCodeResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<GetRegistrationCodeResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var code = await database.ReadAsync(session => RegistrationCode.FindAsync(session, call.Caller, call.Cancelled), call.Cancelled)
            ?? await database.WriteAsync(
                async session => Write.Keep(await RegistrationCode.FindOrMakeAsync(session, call.Caller, clock.GetUtcNow(), call.Cancelled)),
                call.Cancelled);
        return new GetRegistrationCodeResponse(code);
    }
}

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(GetRegistrationCodeResponse))]
internal sealed partial class RegistrationCodeShapes : JsonSerializerContext
{
    public static readonly RegistrationCodeShapes Wire = new(WireJson.Options());
}
