using System.Globalization;
using Anchorage.Tests.Harness;
using CsCheck;

namespace Anchorage.Tests.CACertificates;

/// <summary>Any sequence of calls by two accounts on CAs of one subject leaves what a small model of the rules says.</summary>
public class CALifeTests
{
    private const int Accounts = 2;

    // More than an account may have of one subject.
    private const int CAs = 12;

    private static int s_sequences;

    private static readonly Gen<Step> AnyStep =
        from verb in Gen.Int[0, 9]
        from account in Gen.Int[0, Accounts - 1]
        from ca in Gen.Int[0, CAs - 1]
        select new Step(verb, account, ca);

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Any_sequence_of_calls_keeps_holders_counts_per_subject_statuses_and_pages(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);

        await AnyStep.Array[1, 50].SampleAsync(
            async steps =>
            {
                var accounts = Enumerable.Range(0, Accounts)
                    .Select(_ => Interlocked.Increment(ref s_sequences).ToString("000000000000", CultureInfo.InvariantCulture)).ToList();
                var codes = await Task.WhenAll(accounts.Select(client.RegistrationCodeAsync));
                var life = new CALife(client, accounts, codes, TestCA.Many(CAs, $"CN=Life of {accounts[0]}"));
                foreach (var step in steps)
                {
                    await RunAsync(life, step);
                }

                await life.CheckAsync();
            },
            iter: 40,
            threads: 2);
    }

    // Registrations are most of the steps, so that subjects fill up.
    private static Task RunAsync(CALife life, Step step) => step.Verb switch
    {
        < 4 => life.RegisterAsync(step.Account, step.CA, inDefaultMode: false),
        < 7 => life.RegisterAsync(step.Account, step.CA, inDefaultMode: true),
        7 => life.UpdateAsync(step.Account, step.CA, active: true),
        8 => life.UpdateAsync(step.Account, step.CA, active: false),
        _ => life.DeleteAsync(step.Account, step.CA),
    };

    private sealed record Step(int Verb, int Account, int CA);
}
