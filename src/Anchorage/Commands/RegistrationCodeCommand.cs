using System.CommandLine;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary><c>anchorage registration-code</c>: prints the account's registration code, or deletes it.</summary>
internal static class RegistrationCodeCommand
{
    public static Command Command()
    {
        var verb = new Verb(
            "registration-code",
            "Print the registration code of the account and region, or delete it.",
            "A verification certificate carries the code as its common name. It is made at the first call and stays until it is deleted; proofs made with a deleted code are refused.",
            "anchorage registration-code --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "printed, or deleted"),
            (ExitCode.Refused, "refused by the service; with --delete, there was none"),
            (ExitCode.Unreachable, "the service could not be reached, or does not know the caller"));
        var delete = new Option<bool>("--delete") { Description = "Delete the code; the next call makes a new one." };
        verb.Options.Add(delete);
        var service = ServiceOptions.AddTo(verb);
        var output = OutputOption.AddTo(verb);
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var opened = service.Open(parsed);
            if (!opened.IsDone)
            {
                return Ending.With(opened.Failure);
            }

            using var client = opened.Value;
            if (parsed.GetValue(delete))
            {
                var deleted = await RegistrationCodes.DeleteAsync(client, cancellationToken);
                return deleted.IsDone
                    ? Print(output.IsJson(parsed), new JsonObject { ["deleted"] = true }, "Deleted. The next call makes a new code.")
                    : Ending.With(deleted.Failure);
            }

            var code = await RegistrationCodes.GetAsync(client, cancellationToken);
            return code.IsDone
                ? Print(output.IsJson(parsed), new JsonObject { ["registrationCode"] = code.Value }, code.Value)
                : Ending.With(code.Failure);
        });
        return verb;
    }

    private static int Print(bool asJson, JsonObject json, Cell text)
    {
        if (asJson)
        {
            Screen.Json(json);
        }
        else
        {
            Screen.Line(text);
        }

        return ExitCode.Done;
    }
}
