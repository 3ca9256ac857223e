using System.Text;
using Anchorage.Configuration;

namespace Anchorage.Commands;

/// <summary>What <c>serve</c> shows once it answers: where it is, who may call, and a line to paste.</summary>
internal static class Banner
{
    public static string Text(ServeOptions options, Server server)
    {
        var (endpoint, devices, made) = (server.Endpoint, server.DeviceAddress, server.MadeKey);
        var text = new StringBuilder()
            .Append("Anchorage serves the AWS IoT API for CA certificates.\n\n")
            .Append($"  endpoint  {endpoint}\n")
            .Append(server.SecureEndpoint is { } secure ? $"  with TLS  {secure}\n" : string.Empty)
            .Append($"  devices   {devices ?? $"none: {options.Mqtts} is taken by another program; give another address with --mqtts"}\n")
            .Append(options.RequiresSignature
                ? "  auth      sigv4: requests are signed with a key issued here\n"
                : "  auth      NONE: whoever reaches this port may do anything in every account\n")
            .Append($"  account   {options.Account}\n")
            .Append($"  region    {options.Region}{(options.Regions switch { { IsEmpty: true } => " (and any other)", [_] => string.Empty, var all => $" (served: {string.Join(", ", all)})" })}\n")
            .Append($"  store     {(options.Postgres is null ? Path.Combine(options.DataFolder, "anchorage.db") : "PostgreSQL")}\n");
        if (made is not null)
        {
            text.Append($"  root key  {made.AccessKeyId}, written to {made.File}\n");
            if (!Console.IsOutputRedirected)
            {
                text.Append($"  secret    {made.SecretAccessKey} (shown this once)\n");
            }
        }

        if (!options.WithoutEffect.IsEmpty)
        {
            text.Append($"  note      {string.Join(", ", options.WithoutEffect)}: accepted, without effect in this version\n");
        }

        // With --auth none a 12-digit access key id names the account; any secret will do.
        var credentials = options.RequiresSignature
            ? made is null ? string.Empty : $"AWS_SHARED_CREDENTIALS_FILE={made.File} "
            : $"AWS_ACCESS_KEY_ID={options.Account} AWS_SECRET_ACCESS_KEY=none ";
        return text
            .Append("\nRegister a CA (--certificate-mode SNI_ONLY needs no proof of possession):\n\n")
            .Append($"  {credentials}aws iot register-ca-certificate --endpoint-url {endpoint} --region {options.Region} \\\n")
            .Append("    --ca-certificate file://ca.pem --certificate-mode SNI_ONLY --set-as-active\n\n")
            .ToString();
    }
}
