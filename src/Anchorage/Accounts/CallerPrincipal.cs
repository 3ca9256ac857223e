namespace Anchorage.Accounts;

/// <summary>Who in an account calls: its root, or a principal with keys and policies of its own, as an IAM user has them.</summary>
/// <param name="Name">1 to 64 characters of <c>[A-Za-z0-9_+=,.@-]</c>; null for the root.</param>
/// <param name="IsAdministrator">Whether it may do everything in its account, without a policy.</param>
/// <param name="PoliciesVersion">Another one after each change of its policies; empty for who needs none.</param>
internal sealed record CallerPrincipal(string? Name, bool IsAdministrator, string PoliciesVersion)
{
    /// <summary>The root of an account; under <c>--auth none</c>, anybody.</summary>
    public static readonly CallerPrincipal Root = new(null, IsAdministrator: true, string.Empty);

    /// <summary>Its ARN (IAM user guide, "IAM identifiers").</summary>
    public string Arn(string accountId) => Name is null ? $"arn:aws:iam::{accountId}:root" : $"arn:aws:iam::{accountId}:user/{Name}";
}
