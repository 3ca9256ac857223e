using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>Which records of an account are looked for. An empty text looks for all.</summary>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="From">The place after which they stand.</param>
/// <param name="To">The place before which they stand.</param>
/// <param name="Region">The region that was called.</param>
/// <param name="Principal">Its ARN or the end of one, or the id of an access key.</param>
/// <param name="Resource">An ARN or the end of one, such as an id.</param>
/// <param name="Operation">Its name.</param>
/// <param name="Outcome"><c>Success</c>, <c>Refused</c>, or the name of an error.</param>
internal sealed record AuditSearch(
    string AccountId,
    PagePlace From,
    PagePlace To,
    string Region = "",
    string Principal = "",
    string Resource = "",
    string Operation = "",
    string Outcome = "")
{
    /// <summary>Whether it looks for some of what stands between its places.</summary>
    public bool IsFiltered => (Region, Principal, Resource, Operation, Outcome) is not ("", "", "", "", "");
}
