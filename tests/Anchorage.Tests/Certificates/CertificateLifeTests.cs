using System.Globalization;
using Anchorage.Tests.Harness;
using CsCheck;

namespace Anchorage.Tests.Certificates;

/// <summary>Any sequence of calls by three accounts leaves what a small model of the rules says.</summary>
public class CertificateLifeTests
{
    private const int Accounts = 3;
    private const int Certificates = 4;

    private static readonly string[] Statuses = ["ACTIVE", "INACTIVE", "REVOKED"];

    // Made once: every sequence has accounts of its own, to which they are new.
    private static readonly List<TestDevice> Made = TestDevice.Many(Certificates);

    private static int s_sequences;

    private static readonly Gen<Step> AnyStep =
        from verb in Gen.Enum<Verb>()
        from account in Gen.Int[0, Accounts - 1]
        from other in Gen.Int[0, Accounts - 1]
        from certificate in Gen.Int[0, Certificates - 1]
        from status in Gen.Int[0, Statuses.Length - 1]
        select new Step(verb, account, other, certificate, Statuses[status]);

    /// <summary>What an account may do.</summary>
    private enum Verb
    {
        Register,
        Issue,
        Update,
        Delete,
        Transfer,
        Accept,
        Reject,
        Cancel,
        TurnPage,
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Any_sequence_of_calls_keeps_ids_owners_transitions_and_pages(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);

        await AnyStep.Array[1, 40].SampleAsync(
            async steps =>
            {
                var accounts = Enumerable.Range(0, Accounts)
                    .Select(_ => Interlocked.Increment(ref s_sequences).ToString("000000000000", CultureInfo.InvariantCulture)).ToList();
                var life = new CertificateLife(client, accounts);
                foreach (var step in steps)
                {
                    await RunAsync(life, step);
                }

                await life.CheckAsync();
            },
            iter: 60,
            threads: 2);
    }

    private static Task RunAsync(CertificateLife life, Step step) => step.Verb switch
    {
        Verb.Register => life.RegisterAsync(step.Account, Made[step.Certificate], step.Status),
        Verb.Issue => life.IssueAsync(step.Account),
        Verb.Update => life.UpdateAsync(step.Account, life.Id(step.Certificate, Made), step.Status),
        Verb.Delete => life.DeleteAsync(step.Account, life.Id(step.Certificate, Made)),
        Verb.Transfer => life.TransferAsync(step.Account, step.Other, life.Id(step.Certificate, Made)),
        Verb.Accept => life.AcceptAsync(step.Account, life.Id(step.Certificate, Made), step.Status == "ACTIVE"),
        Verb.Reject => life.RejectAsync(step.Account, life.Id(step.Certificate, Made)),
        Verb.Cancel => life.CancelAsync(step.Account, life.Id(step.Certificate, Made)),
        _ => life.TurnPageAsync(step.Account),
    };

    private sealed record Step(Verb Verb, int Account, int Other, int Certificate, string Status);
}
