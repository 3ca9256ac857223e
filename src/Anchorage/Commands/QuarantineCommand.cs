namespace Anchorage.Commands;

/// <summary><c>anchorage ca quarantine</c> and <c>anchorage ca release</c>: keep the devices of a CA out, and let them in again.</summary>
internal static class QuarantineCommand
{
    private const string Path = "/-/ca-quarantines";

    public static Verb Quarantine() => CACall.Make(
        new Verb(
            "quarantine",
            "Drop the devices of a CA and keep them out, at once and until it is released.",
            """
            For a CA whose key may be in wrong hands. Its devices that are connected are dropped within a second, and no connect of theirs is let in, whatever the status of their certificates, which stays as it is. The CA is INACTIVE as long as it is quarantined: it registers nothing, and neither setting it ACTIVE nor deleting it is accepted. Nothing that it signed is registered on its first connect meanwhile, under its root or another certificate of its key either. Certificates that are registered under another CA or without one are not touched, nor those of another account.
            Again is the same as once.
            """,
            "anchorage ca quarantine \"$(anchorage certificate-id ca.pem)\" --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "quarantined, since now or before"),
            (ExitCode.Refused, "refused by the service: there is no such CA in this account and region, for one"),
            (ExitCode.Unreachable, "the service could not be reached, or does not know the caller")),
        HttpMethod.Put,
        Path,
        _ => null,
        (answer, id, same) =>
        {
            Screen.Line("Quarantined. Its devices are dropped and kept out.");
            Screen.Facts(
            [
                ("CA", DescribeCACommand.Text(answer["caCertificateId"])),
                ("since", DescribeCACommand.Time(answer["quarantinedDate"])),
                ("once released", DescribeCACommand.Text(answer["statusAfter"])),
            ]);
            Screen.Line($"\nRelease it: anchorage ca release {id}{same}");
        });

    public static Verb Release() => CACall.Make(
        new Verb(
            "release",
            "End the quarantine of a CA: its devices may connect again.",
            "The CA gets back the status that it had, unless INACTIVE was asked for meanwhile.",
            "anchorage ca release \"$(anchorage certificate-id ca.pem)\" --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "released"),
            (ExitCode.Refused, "refused by the service: the CA is not quarantined, or there is no such CA in this account and region"),
            (ExitCode.Unreachable, "the service could not be reached, or does not know the caller")),
        HttpMethod.Delete,
        Path,
        _ => null,
        (answer, _, _) =>
        {
            Screen.Line("Released. Its devices may connect again.");
            var status = DescribeCACommand.Text(answer["status"]);
            Screen.Facts([("CA", DescribeCACommand.Text(answer["caCertificateId"])), ("status", Cell.Of(status, status == "ACTIVE" ? Tone.Good : Tone.Bad))]);
        });
}
