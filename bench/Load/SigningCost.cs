using System.Text;
using System.Text.Json;
using Anchorage.SigV4;

namespace Anchorage.Bench;

/// <summary>What a signature and a decision take of a request: the server's CPU for a DescribeCACertificate by a key with a policy, and under <c>--auth none</c>.</summary>
/// <param name="Signed">Milliseconds of CPU each, a run's mean.</param>
/// <param name="Open">The same without signatures.</param>
/// <param name="Verify">What one ECDSA P-256 verification takes, measured before each pair of runs.</param>
internal sealed record SigningCost(Samples Signed, Samples Open, Samples Verify)
{
    public const int Rounds = 5;
    public const int Connections = 8;

    public static readonly TimeSpan RunLength = TimeSpan.FromSeconds(3);

    private const string Account = "123456789012";
    private const int Requests = 1000;

    /// <summary>The difference, of one verification.</summary>
    public Samples Ratio => new([.. Signed.Values.Zip(Open.Values, (signed, open) => signed - open).Zip(Verify.Values, (added, verify) => added / verify)]);

    public static async Task<SigningCost> RunAsync(Executables executables, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var signed = ServerProcess.Anchorage(executables, executables.NewFolder(), ServerProcess.FreeAddress());
        using var open = ServerProcess.Anchorage(executables, executables.NewFolder(), ServerProcess.FreeAddress(), "--auth", "none", "--mqtts", $"{ServerProcess.FreeAddress()}");
        StartUp.WaitFor(signed, StartUp.Ready(signed.Address), cancellationToken);
        StartUp.WaitFor(open, StartUp.Ready(open.Address), cancellationToken);
        var kinds = new[] { (Server: signed, Key: Permitted(signed)), (Server: open, Key: Signing.Root) };
        var ids = kinds.Select(kind => Register(kind.Server)).ToArray();
        var (with, without, verify) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var floor = 1000 / await OpenSsl.VerifiesPerSecondAsync(cancellationToken);
            foreach (var which in round % 2 == 0 ? (int[])[0, 1] : [1, 0])
            {
                var now = clock.GetUtcNow();
                var requests = Enumerable.Range(0, Requests)
                    .Select(_ => Signing.Request(kinds[which].Server.Address, "GET", $"/cacertificate/{ids[which]}", "", [], now, kinds[which].Key)).ToList();
                var run = await Wrk.RunAsync(
                    kinds[which].Server, RequestFile.Write(executables.WorkFolder, "signing", requests), again: true, Connections, RunLength, cancellationToken);

                // The first round warms up.
                if (round > 0)
                {
                    (which == 0 ? with : without).Add(run.ServerMilliseconds);
                    Progress.Say($"round {round}: {(which == 0 ? "signed, by a key with a policy" : "unsigned")}: server {run.ServerMilliseconds:0.000} ms of CPU each; a verification takes {floor:0.000} ms; others took {run.OtherCpu / run.Seconds:0.00} cores");
                }
            }

            if (round > 0)
            {
                verify.Add(floor);
            }
        }

        return new SigningCost(new Samples(with), new Samples(without), new Samples(verify));

        string Register(ServerProcess server)
        {
            using var code = JsonDocument.Parse(RawCall.Send(server.Address, StartUp.RegistrationCode(server.Address, clock)));
            var ca = CertificateMaking.Make(1, code.RootElement.GetProperty("registrationCode").GetString()!, clock.GetUtcNow(), cancellationToken)[0];
            RawCall.Send(server.Address, Signing.Request(server.Address, "POST", "/cacertificate", "setAsActive=true", ca.Body, clock.GetUtcNow()));
            return ca.CertificateId;
        }

        // Three statements, of which the last allows it: a decision as a careful operator's policy asks for it.
        Credentials Permitted(ServerProcess server)
        {
            const string Policy = """
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Deny","Action":"iot:Delete*","Resource":"*"},
                {"Effect":"Allow","Action":"iot:RegisterCACertificate","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"core"}}},
                {"Effect":"Allow","Action":["iot:Describe*","iot:List*"],"Resource":"arn:aws:iot:*:123456789012:cacert/*"}]}
                """;
            using var key = JsonDocument.Parse(Administer("POST", $"/-/accounts/{Account}/keys", """{"principalName":"bench"}"""));
            Administer("PUT", $"/-/accounts/{Account}/principals/bench/policies/few", JsonSerializer.Serialize(new Dictionary<string, string> { ["policyDocument"] = Policy }));
            return new Credentials(key.RootElement.GetProperty("accessKeyId").GetString()!, key.RootElement.GetProperty("secretAccessKey").GetString()!);

            string Administer(string method, string path, string body) =>
                RawCall.Send(server.Address, Signing.Request(server.Address, method, path, "", Encoding.UTF8.GetBytes(body), clock.GetUtcNow()));
        }
    }
}
