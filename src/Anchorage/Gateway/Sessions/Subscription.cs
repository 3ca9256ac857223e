namespace Anchorage.Gateway.Sessions;

/// <summary>One filter of one session; does not change: subscribing again puts another in its place.</summary>
/// <param name="QoS">The most that is delivered at: 0 or 1.</param>
/// <param name="Identifier">What deliveries are marked with (MQTT 5, 3.8.2.1.2); 0 for nothing.</param>
/// <param name="NoLocal">Whether the session's own messages are left out.</param>
internal sealed record Subscription(DeviceSession Session, string Filter, int QoS, uint Identifier, bool NoLocal);
