using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Anchorage.X509;

/// <summary>An EC public key held by OpenSSL itself, made in a hundredth of the time of an import through .NET.</summary>
/// <remarks>
/// .NET makes each key its own copy of the curve, and OpenSSL then multiplies the point by the curve's order, which costs more than
/// two verifications. P-256, P-384 and P-521 have the cofactor 1: every point on the curve is of its order, so that being on the
/// curve, which is checked here, says as much (SEC 1 3.2.2.1, NIST SP 800-186 3.2.1). docs/adr/0009-ec-keys-in-openssl.md.
/// </remarks>
internal sealed partial class OpenSslCurveKey : SafeHandle
{
    /// <summary>OpenSSL 3 by its own name: the file that .NET's cryptography has loaded already wherever there is one.</summary>
    private const string Library = "libcrypto.so.3";

    private static readonly ConcurrentDictionary<int, IntPtr> Curves = new();

    private OpenSslCurveKey(IntPtr key)
        : base(IntPtr.Zero, ownsHandle: true) => SetHandle(key);

    /// <summary>Whether this machine's OpenSSL is one that is known here. Where it is not, keys are imported through .NET.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Library, out var library)
        && ((string[])["EC_GROUP_new_by_curve_name", "EC_KEY_new", "EC_KEY_set_group", "EC_KEY_oct2key", "EC_KEY_free", "ECDSA_verify", "ERR_clear_error"])
            .All(name => NativeLibrary.TryGetExport(library, name, out _));

    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>Null when the point is not on its curve.</summary>
    /// <param name="fieldBits">256, 384 or 521.</param>
    /// <param name="point">The uncompressed point of SEC 1 2.3.3.</param>
    public static OpenSslCurveKey? Import(int fieldBits, ReadOnlySpan<byte> point)
    {
        // OpenSSL would take the point at infinity, a single zero octet, for a key.
        if (point.Length != 1 + (2 * ((fieldBits + 7) / 8)) || point[0] != 0x04)
        {
            return null;
        }

        var curve = Curves.GetOrAdd(fieldBits, bits => NewCurve(IdentifierOf(bits)));
        var key = new OpenSslCurveKey(NewKey());
        if (!key.IsInvalid && SetCurve(key.handle, curve) == 1 && SetPoint(key.handle, in MemoryMarshal.GetReference(point), point.Length, IntPtr.Zero) == 1)
        {
            return key;
        }

        ForgetErrors();
        key.Dispose();
        return null;
    }

    /// <summary>Whether this key signed the hash. Anything but the one DER encoding of a signature is none.</summary>
    public bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            if (Verify(0, in MemoryMarshal.GetReference(hash), hash.Length, in MemoryMarshal.GetReference(signature), signature.Length, handle) == 1)
            {
                return true;
            }

            ForgetErrors();
            return false;
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        FreeKey(handle);
        return true;
    }

    /// <summary>OpenSSL's numbers of the curves, part of its interface.</summary>
    private static int IdentifierOf(int fieldBits) => fieldBits switch
    {
        256 => 415,
        384 => 715,
        521 => 716,
        _ => throw new ArgumentOutOfRangeException(nameof(fieldBits)),
    };

    [LibraryImport(Library, EntryPoint = "EC_GROUP_new_by_curve_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial IntPtr NewCurve(int identifier);

    [LibraryImport(Library, EntryPoint = "EC_KEY_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial IntPtr NewKey();

    [LibraryImport(Library, EntryPoint = "EC_KEY_set_group")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetCurve(IntPtr key, IntPtr curve);

    [LibraryImport(Library, EntryPoint = "EC_KEY_oct2key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPoint(IntPtr key, in byte point, nint length, IntPtr context);

    [LibraryImport(Library, EntryPoint = "EC_KEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeKey(IntPtr key);

    [LibraryImport(Library, EntryPoint = "ECDSA_verify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Verify(int type, in byte hash, int hashLength, in byte signature, int signatureLength, IntPtr key);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ForgetErrors();
}
