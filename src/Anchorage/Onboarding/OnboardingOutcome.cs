using System.Collections.Immutable;
using Anchorage.Wire;

namespace Anchorage.Onboarding;

/// <summary>What a connect of a certificate that is not in use yet has led to.</summary>
/// <param name="Name">A word for counting.</param>
/// <param name="Words">What was found, what was wanted and what to do next; for whoever operates the fleet, never for the device.</param>
/// <param name="Event">What subscribers are to be told; null for nothing.</param>
/// <param name="IsProvisioned">Whether it is ACTIVE now, by a template or an activator.</param>
/// <param name="IsOutdated">Whether the registry has changed meanwhile, so that it has to be judged anew.</param>
internal sealed record OnboardingOutcome(string Name, string Words, RegistrationEvent? Event = null, bool IsProvisioned = false, bool IsOutdated = false)
{
    /// <summary>The account and region whose CA answered for it; null when none did.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The id of that CA, or of those that have its issuer's name and did not sign it.</summary>
    public ImmutableArray<string> CAs { get; init; } = [];

    /// <summary>The policy that an activator attached; null without one.</summary>
    public string? PolicyName { get; init; }

    /// <summary>What it has become by a template.</summary>
    public ProvisionedDevice? Device { get; init; }
}
