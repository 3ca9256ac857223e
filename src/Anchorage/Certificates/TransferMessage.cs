using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>What the parties to a transfer tell each other, in a body that may be left out.</summary>
internal static class TransferMessage
{
    /// <summary>At most 128 characters without control characters; null when there is none.</summary>
    public static string? Read(Call call, string name, Faults faults)
    {
        if (call.Body.IsEmpty)
        {
            return null;
        }

        var (body, unreadable) = RequestBody.Read(call.Body, $"wanted a JSON object, with or without {name}", faults);
        if (body is null)
        {
            faults.Add(unreadable!.Message);
            return null;
        }

        var text = body.Text(name, 0, CertificateTransfer.MaxMessageCharacters);
        if (text is not null && text.Any(char.IsControl))
        {
            faults.Add($"{name} holds a control character; wanted text on one line.");
        }

        return text;
    }
}
