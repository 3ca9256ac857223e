namespace Anchorage.Accounts;

/// <summary>An account of this installation: what it registers is no other account's.</summary>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="Name">What people call it, 1 to 128 characters; null when nobody said.</param>
/// <param name="Status">ACTIVE, or DISABLED: then none of its keys is known. Its devices are not touched.</param>
/// <param name="CreatedAt">To the millisecond.</param>
internal sealed record Account(string AccountId, string? Name, string Status, DateTimeOffset CreatedAt)
{
    public const string Active = "ACTIVE";
    public const string Disabled = "DISABLED";
}
