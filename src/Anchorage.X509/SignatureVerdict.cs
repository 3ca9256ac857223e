namespace Anchorage.X509;

/// <summary>What came of checking one certificate's signature with another's key.</summary>
public enum SignatureVerdict
{
    /// <summary>The key made the signature.</summary>
    Valid,

    /// <summary>Another key made it, or the certificate was changed afterwards.</summary>
    NotValid,

    /// <summary>Not checked: the signature's algorithm is not one that is taken.</summary>
    AlgorithmRefused,

    /// <summary>Not checked: the key is not one that is taken, or the platform would not import it.</summary>
    KeyRefused,

    /// <summary>The signature's algorithm is for another kind of key, so this one cannot have made it.</summary>
    KeyOfAnotherKind,

    /// <summary>Not checked: the platform would not check such a signature.</summary>
    NotChecked,
}
