using System.Security.Cryptography;
using System.Text;
using Anchorage.Configuration;
using Anchorage.SigV4;
using Anchorage.Wire;
using Microsoft.Extensions.Primitives;

namespace Anchorage.Accounts;

/// <summary>Tells who calls: by the request's signature, or under <c>--auth none</c> by what it says of itself.</summary>
internal sealed class Authentication(Installation installation)
{
    private readonly ServeOptions _options = installation.Options;
    private readonly KeptAccessKeys _keys = new(installation.Database, installation.MasterKey, installation.Clock);
    private readonly SigningKeyCache _signingKeys = new();
    private readonly UnsignedGuard _guard = new(installation.Options);

    public async Task<Result<Caller>> IdentifyAsync(
        SignedRequest request, IHeaderDictionary headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _options.RequiresSignature
            ? await VerifyAsync(request, body, cancellationToken)
            : _guard.Refuse(headers) is { } refused ? refused : Believe(request, headers.Host);

    private async Task<Result<Caller>> VerifyAsync(SignedRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var (signature, fault) = RequestSignature.Read(request);
        if (signature is null)
        {
            return Refused(fault!);
        }

        if (await _keys.FindAsync(signature.AccessKeyId, cancellationToken) is not { Live: { Key: var key } live } signing
            || !TokenMatches(key, signature.SessionToken))
        {
            return Refused(SignatureFault.UnrecognizedClient(signature.AccessKeyId));
        }

        var now = installation.Clock.GetUtcNow();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body.Span, hash);
        if (signature.Verify(request, hash, signing.Secret, now, _signingKeys) is { } broken)
        {
            return Refused(broken);
        }

        if (key.ExpiresAt is { } expiry && expiry <= now)
        {
            return Refused(SignatureFault.ExpiredToken(expiry));
        }

        return _options.Serves(signature.Region)
            ? new Caller(key.AccountId, signature.Region, key.AccessKeyId) { Principal = live.Principal }
            : new WireError(
                WireErrorKind.InvalidSignature,
                $"Credential should be scoped to a valid region, not '{signature.Region}'. {ServedRegions()}");
    }

    /// <summary>Anybody is let in here, by the operator's choice. A 12-digit access key id names an account, everything else is the default one.</summary>
    private Result<Caller> Believe(SignedRequest request, StringValues host)
    {
        var scope = UnverifiedScope.Find(request);
        var account = scope is not null && ServeOptionsReading.AccountForm().IsMatch(scope.AccessKeyId) ? scope.AccessKeyId : _options.Account;
        var region = scope?.Region ?? RegionOf(host) ?? _options.Region;
        return ServeOptionsReading.RegionForm().IsMatch(region) && _options.Serves(region)
            ? new Caller(account, region, scope?.AccessKeyId) { Principal = CallerPrincipal.Root }
            : WireError.InvalidRequest($"The region {Printable.Quoted(region)} is not served here. {ServedRegions()}");
    }

    private string ServedRegions() => _options.Regions.IsEmpty
        ? "Any region of lower-case letters, digits and hyphens is served."
        : $"Served: {string.Join(", ", _options.Regions)}. Call with one of these, or start the server with --regions.";

    /// <summary>The region in a host name of AWS's form, <c>iot.REGION.amazonaws.com</c>.</summary>
    private static string? RegionOf(StringValues host) =>
        host.ToString().Split(':')[0].Split('.') is ["iot" or "iot-fips", var region, "amazonaws", "com"] ? region : null;

    private static bool TokenMatches(AccessKey key, string? token) => (key.SessionTokenDigest, token) switch
    {
        (null, null) => true,
        ({ } digest, { } given) => CryptographicOperations.FixedTimeEquals(digest, SHA256.HashData(Encoding.UTF8.GetBytes(given))),
        _ => false,
    };

    private static WireError Refused(SignatureFault fault) => new(
        fault.Kind switch
        {
            SignatureFaultKind.MissingAuthenticationToken => WireErrorKind.MissingAuthenticationToken,
            SignatureFaultKind.IncompleteSignature => WireErrorKind.IncompleteSignature,
            SignatureFaultKind.UnrecognizedClient => WireErrorKind.UnrecognizedClient,
            SignatureFaultKind.ExpiredToken => WireErrorKind.ExpiredToken,
            _ => WireErrorKind.InvalidSignature,
        },
        fault.Message);
}
