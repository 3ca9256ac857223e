using System.Net;

namespace Anchorage.X509;

/// <summary>Whether a name lies in the subtree that a name constraint spans (RFC 5280 4.2.1.10).</summary>
internal static class NameSubtree
{
    /// <summary>Null when it cannot be told, and so must be refused: a kind that is not compared, or a URI without a host name.</summary>
    /// <param name="constraint">Of the same kind as <paramref name="name"/>.</param>
    public static bool? Contains(GeneralName constraint, GeneralName name) => name.Kind switch
    {
        GeneralNameKind.Dns => IsDnsWithin(name.Text, constraint.Text),
        GeneralNameKind.Email => IsEmailWithin(name.Text, constraint.Text),
        GeneralNameKind.Uri => HostOf(name.Text) is { } host ? IsHostWithin(host, constraint.Text) : null,
        GeneralNameKind.IPAddress => IsAddressWithin(name.Value.Span, constraint.Value.Span),
        GeneralNameKind.Directory => name.Directory!.IsWithin(constraint.Directory!),
        _ => null,
    };

    // "example.com" spans itself and everything below it. A leading dot is no DNS name, but in use: it spans what is below only.
    private static bool IsDnsWithin(ReadOnlySpan<char> name, ReadOnlySpan<char> constraint) =>
        constraint.IsEmpty || constraint is ['.', ..]
            ? name.Length > constraint.Length && name.EndsWith(constraint, StringComparison.OrdinalIgnoreCase)
            : name.EndsWith(constraint, StringComparison.OrdinalIgnoreCase)
                && (name.Length == constraint.Length || name[^(constraint.Length + 1)] == '.');

    // A mailbox, a host with all its mailboxes, or with a leading dot all hosts below a domain.
    private static bool IsEmailWithin(ReadOnlySpan<char> name, ReadOnlySpan<char> constraint)
    {
        var at = name.LastIndexOf('@');
        var constrainedAt = constraint.LastIndexOf('@');
        return at >= 0 && (constrainedAt < 0
            ? IsHostWithin(name[(at + 1)..], constraint)
            : name[..at].SequenceEqual(constraint[..constrainedAt])
                && name[(at + 1)..].Equals(constraint[(constrainedAt + 1)..], StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsHostWithin(ReadOnlySpan<char> host, ReadOnlySpan<char> constraint) => constraint is ['.', ..]
        ? host.Length > constraint.Length && host.EndsWith(constraint, StringComparison.OrdinalIgnoreCase)
        : constraint.IsEmpty || host.Equals(constraint, StringComparison.OrdinalIgnoreCase);

    /// <summary>The host name of a URI's authority; null when it has none, or an address, to which no constraint applies.</summary>
    private static string? HostOf(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var authority = uri.AsSpan(start + 3);
        var end = authority.IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        if (authority.IsEmpty || authority[0] == '[')
        {
            return null;
        }

        var port = authority.IndexOf(':');
        var host = (port < 0 ? authority : authority[..port]).ToString();
        return host.Length == 0 || IPAddress.TryParse(host, out _) ? null : host;
    }

    private static bool IsAddressWithin(ReadOnlySpan<byte> address, ReadOnlySpan<byte> constraint)
    {
        if (constraint.Length != address.Length * 2)
        {
            return false;
        }

        for (var index = 0; index < address.Length; index++)
        {
            if (((address[index] ^ constraint[index]) & constraint[address.Length + index]) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
