using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Members that speak of parts of the registry which Anchorage does not offer yet: refused by name, never ignored.</summary>
internal static class NotYet
{
    public static void RefuseType(RequestBody body, Faults faults)
    {
        if (body.Member("thingTypeName") is not null)
        {
            faults.Add("thingTypeName is given; Anchorage does not offer thing types yet. Leave it out.");
        }
    }

    public static void RefuseBillingGroup(RequestBody body, Faults faults)
    {
        if (body.Member("billingGroupName") is not null)
        {
            faults.Add("billingGroupName is given; Anchorage does not offer billing groups yet. Leave it out.");
        }
    }
}
