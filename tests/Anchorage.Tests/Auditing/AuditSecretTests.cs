using System.Text;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Permissions;

namespace Anchorage.Tests.Auditing;

/// <summary>What must not be in a trail is not in it, however a caller gives it away.</summary>
public class AuditSecretTests
{
    [Fact]
    public async Task Neither_private_keys_nor_secrets_are_in_any_file_of_the_store()
    {
        await using var store = new SqliteTestStore();
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var root = PermissionServers.RootOf(server.Endpoint);
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var (pem, body) = (key.ExportPkcs8PrivateKeyPem(), key.ExportPkcs8PrivateKeyPem().Split('\n')[1]);
        var line = Convert.ToBase64String(key.ExportPkcs8PrivateKey());
        var encoded = Uri.EscapeDataString(line);
        var holder = await root.IssueAsync(root.Account, new JsonObject { ["principalName"] = "ci", ["expiresInSeconds"] = 3600 });
        var made = await root.SendAsync(HttpMethod.Post, "/keys-and-certificate");
        Assert.Equal(200, made.Status);

        // Pasted into every kind of place that a record takes something from, and into some that it must not.
        (HttpMethod Method, string Target, JsonObject? Body)[] calls =
        [
            (HttpMethod.Post, "/cacertificate", new() { ["caCertificate"] = pem, ["certificateMode"] = "SNI_ONLY" }),
            (HttpMethod.Post, $"/cacertificate?tags={encoded}", new() { ["caCertificate"] = pem }),
            (HttpMethod.Get, $"/cacertificate/{encoded}", null),
            (HttpMethod.Post, $"/things/{encoded}", []),
            (HttpMethod.Delete, $"/policies/{Uri.EscapeDataString(pem)}", null),
            (HttpMethod.Get, $"/tags?resourceArn={encoded}", null),
            (HttpMethod.Post, "/tags", new() { ["resourceArn"] = line, ["tags"] = new JsonArray() }),
            (HttpMethod.Post, "/tags", new() { ["resourceArn"] = $"arn:aws:iot:us-east-1:{root.Account}:thing/{line}", ["tags"] = new JsonArray() }),
            (HttpMethod.Put, "/target-policies/p", new() { ["target"] = pem }),
            (HttpMethod.Post, "/provisioning-templates", new() { ["templateName"] = line, ["templateBody"] = pem, ["provisioningRoleArn"] = line }),
            (HttpMethod.Delete, $"/-/accounts/{root.Account}/keys/{encoded}", null),
            (HttpMethod.Get, $"/{encoded}", null),
            (HttpMethod.Get, $"/-/audit?resource={encoded}&operation={encoded}", null),
        ];
        foreach (var (method, target, content) in calls)
        {
            var reply = await root.SendAsync(method, target, content);
            Assert.True(reply.Status is >= 400 and < 500, $"{method} {target} {reply}");
        }

        var refused = await root.SendAsync(HttpMethod.Put, "/things/t/principals", null, ("x-amzn-principal", line));
        Assert.True(refused.Status is >= 400 and < 500, $"{refused}");
        Assert.Equal(calls.Length + 3, (await Trail.ListAsync(root)).Count);

        string[] planted =
        [
            body, line[..40], holder.Credentials.SecretAccessKey, holder.Credentials.SessionToken!, root.Credentials.SecretAccessKey,
            made.Body["keyPair"]!["PrivateKey"]!.GetValue<string>().Split('\n')[1],
        ];
        var files = Directory.GetFiles(store.Folder, "anchorage.db*");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var bytes = await ReadAsync(file);
            Assert.All(planted, text => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text))));
        }

        // The search finds what is there.
        Assert.Contains(await Task.WhenAll(files.Select(ReadAsync)), bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(holder.Credentials.AccessKeyId)) >= 0);
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }
}
