namespace Anchorage.Certificates;

/// <summary>What is known of a certificate's latest transfer; all null when there was none, or when it was cancelled.</summary>
/// <param name="TransferredTo">The account it is offered to: only with the account that offers it, and only until that one has answered.</param>
/// <param name="Message">What the account that gives it away wrote, at most 128 characters.</param>
/// <param name="TransferredAt">When it was offered, to the millisecond.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="RejectedAt">When it was rejected.</param>
/// <param name="RejectReason">What the account that rejected it wrote, at most 128 characters.</param>
internal sealed record CertificateTransfer(
    string? TransferredTo,
    string? Message,
    DateTimeOffset? TransferredAt,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? RejectedAt,
    string? RejectReason)
{
    public static readonly CertificateTransfer None = new(null, null, null, null, null, null);

    /// <summary>Longest message or reason, in characters.</summary>
    public const int MaxMessageCharacters = 128;
}
