using System.Collections.Immutable;

namespace Anchorage.Onboarding;

/// <summary>What an attempt to connect has led to.</summary>
internal enum AttemptVerdict
{
    /// <summary>The device is let in.</summary>
    Admitted,

    /// <summary>The connection is closed, but the device is in the registry now and a later connect can be let in.</summary>
    Onboarded,

    /// <summary>The connection is closed.</summary>
    Refused,
}

/// <summary>One row of the table of outcomes: the word that is recorded, what it means for the device, and what is to be done.</summary>
/// <param name="Name">The word, the same as in the log. Lower case with underscores.</param>
/// <param name="Verdict">What it means for the device.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Remedy">What whoever operates the fleet does next.</param>
internal sealed record AttemptOutcome(string Name, AttemptVerdict Verdict, string Meaning, string Remedy)
{
    private const string MendClient = "Mend the device's MQTT client.";

    public static readonly AttemptOutcome Admitted = new(
        "admitted", AttemptVerdict.Admitted, "The device was let in, for the first time since it was registered.", "Nothing is to be done.");

    public static readonly AttemptOutcome UnknownEndpoint = Refused(
        "unknown_endpoint", "The handshake asked for a name (SNI) that is no endpoint here, and was ended.",
        "Configure the device with the name that aws iot describe-endpoint prints.");

    public static readonly AttemptOutcome TooManyCertificates = Refused(
        "too_many_certificates", "The device sent more certificates than a chain has, and the handshake was ended.",
        "Send the device's certificate and its intermediates only: at most 8 beside its own, 32 KiB together.");

    public static readonly AttemptOutcome HandshakeFailed = Refused(
        "handshake_failed", "The TLS handshake was begun and not completed.",
        "Have the device trust the root that anchorage trust prints, hold the private key of its certificate, and speak TLS 1.2 or 1.3.");

    public static readonly AttemptOutcome NoConnect = Refused(
        "no_connect", "The device made the handshake with its certificate, and went away or fell silent before its CONNECT.",
        "Look into the device's own log: often it does not trust the root that anchorage trust prints.");

    public static readonly AttemptOutcome Unknown = Refused(
        "unknown", "The certificate is not registered, and no CA with its issuer's name is.",
        "Register the CA that signed the certificate with anchorage ca register, have the device send its intermediates, or register the certificate itself with aws iot register-certificate-without-ca.");

    public static readonly AttemptOutcome Failed = Refused(
        "failed", "The service could not decide, because of an outage or a fault of its own.", "Look into the service's log at this time; the device's next connect is judged anew.");

    /// <summary>What an outcome without a row of its own is shown as; the reason that was recorded says the rest.</summary>
    private static readonly AttemptOutcome Other = Refused("other", "The connection was closed.", "The reason tells what was found.");

    /// <summary>Every outcome there is.</summary>
    public static readonly ImmutableArray<AttemptOutcome> All =
    [
        Admitted,
        new("registered", AttemptVerdict.Onboarded, "The certificate was registered under its CA, and waits for its activation (just-in-time registration).",
            "Activate the certificate with aws iot update-certificate --new-status ACTIVE and attach a policy to it; the device's next connect is let in."),
        new("provisioned", AttemptVerdict.Onboarded, "The device was provisioned by its CA's template (just-in-time provisioning).",
            "Let the device connect again: it is let in if the policies that its template gave it allow iot:Connect."),
        new("activated", AttemptVerdict.Onboarded, "The certificate was registered under its CA, and activated by that CA's activator.",
            "Let the device connect again: it is let in if the activator's policy allows iot:Connect."),
        Refused("pending_activation", "The certificate is registered, and still waits for its activation.",
            "Activate the certificate with aws iot update-certificate --new-status ACTIVE and attach a policy to it; the device's next connect is let in."),
        Refused("not_provisioned", "The template of the device's CA fails with its certificate.",
            "Mend the template or what it names; anchorage template simulate tries it out. The device's next connect tries again."),
        Refused("not_activated", "The activator of the device's CA cannot attach its policy to the certificate.",
            "Detach a policy from the certificate with aws iot detach-policy; the device's next connect tries again."),
        UnknownEndpoint,
        TooManyCertificates,
        HandshakeFailed,
        NoConnect,
        Refused("no_certificate", "The device sent no certificate.", "Configure the device with its certificate and private key."),
        Refused("unreadable", "The certificate cannot be read.", "Issue the device's certificate anew; anchorage ca check --role device tells what is wrong with it."),
        Unknown,
        Refused("not_signed", "A CA with the issuer's name is registered, but did not sign the certificate.",
            "Register the CA whose key signed the certificate: it has the same name as one that is registered. If there are intermediates, have the device send them."),
        Refused("ca_inactive", "The CA that signed the certificate is INACTIVE, and registers nothing.",
            "Set the CA ACTIVE with aws iot update-ca-certificate --new-status ACTIVE if it is still trusted."),
        Refused("ca_quarantined", "The CA that signed the certificate is quarantined, and its devices are kept out.",
            "Release the CA with anchorage ca release when its devices may come in again."),
        Refused("auto_registration_off", "The CA that signed the certificate does not register by itself.",
            "Allow it with aws iot update-ca-certificate --new-auto-registration-status ENABLE, or register the certificate with aws iot register-certificate."),
        Refused("not_acceptable", "The certificate or its chain breaks a rule.", "Issue the certificate anew; docs/rules.md lists the rules."),
        Refused("held", "Another account holds the certificate, and only one may.", "Register the CA in SNI_ONLY mode, in which accounts may share certificates."),
        Refused("revoked", "The certificate was revoked and deleted; it does not come back by itself.",
            "Give the device another certificate, or register this one explicitly with aws iot register-certificate."),
        Refused("changed_meanwhile", "The registry was changed by others each time the device was judged.", "Let the device connect again."),
        Refused("not_active", "The certificate is registered and not ACTIVE.", "Set it ACTIVE with aws iot update-certificate --new-status ACTIVE, unless it is REVOKED, which is final."),
        Refused("not_valid", "The certificate is registered, and outside of its validity period.", "Give the device a new certificate, or set the clock of the machine that issues them."),
        Refused("connect_not_allowed", "The certificate is ACTIVE, and no policy of it allows this connection.",
            "Attach a policy that allows iot:Connect to this client id with aws iot attach-policy; aws iot test-authorization tries it out."),
        Refused("not_connect", "The first packet was not a CONNECT of MQTT.", "Connect with MQTT 3.1.1 or 5 over TLS; HTTP and WebSocket are not spoken on this port."),
        Refused("too_large", "The CONNECT packet is longer than 64 KiB.", "Make will, user name and properties of the device's CONNECT shorter."),
        Refused("malformed", "The CONNECT packet is malformed.", MendClient),
        Refused("version", "The CONNECT packet is of another version than MQTT 3.1.1 and 5.", "Set the device's MQTT client to version 3.1.1 or 5."),
        Refused("authentication_method", "The CONNECT packet asks for enhanced authentication.", "Leave the authentication method out: the certificate is what authenticates."),
        Refused("will", "The will cannot be published.", "Give the will a topic without wildcards that does not begin with $, and at most 128 KiB."),
        Refused("client_id", "The client id cannot be taken.", "Give the client an id of at most 128 bytes that does not begin with $."),
        Failed,
        Other,
    ];

    /// <summary>The row of an outcome.</summary>
    public static AttemptOutcome Of(string name) => Find(name) ?? Other;

    /// <summary>The row of that name; null when there is none.</summary>
    public static AttemptOutcome? Find(string name) => All.FirstOrDefault(row => row.Name == name);

    /// <summary>The verdict in the word that goes on the wire.</summary>
    public static string Word(AttemptVerdict verdict) => verdict switch
    {
        AttemptVerdict.Admitted => "admitted",
        AttemptVerdict.Onboarded => "onboarded",
        _ => "refused",
    };

    private static AttemptOutcome Refused(string name, string meaning, string remedy) => new(name, AttemptVerdict.Refused, meaning, remedy);
}
