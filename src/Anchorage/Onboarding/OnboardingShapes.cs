using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Onboarding;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(RegisterThingResponse))]
[JsonSerializable(typeof(ListOnboardingAttemptsResponse))]
internal sealed partial class OnboardingShapes : JsonSerializerContext
{
    public static readonly OnboardingShapes Wire = new(WireJson.Options());
}
