using System.Text;
using Anchorage.Tests.Harness.Certificates;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Runs one case, step by step, and stops at the first answer that is not as it should be.</summary>
internal sealed class TranscriptRun(TranscriptCase transcript, TranscriptServer server, CancellationToken cancellationToken)
{
    private readonly Scope _scope = new(server);

    public async Task RunAsync()
    {
        foreach (var step in transcript.Steps)
        {
            try
            {
                await (step switch
                {
                    Let let => MakeAsync(let),
                    Keep keep => KeepAsync(keep),
                    Wait wait => Task.Delay(wait.Time, cancellationToken),
                    Exchange exchange => ExchangeAsync(exchange),
                    _ => throw new System.Diagnostics.UnreachableException(),
                });
            }
            catch (InvalidDataException exception)
            {
                throw new TranscriptException(transcript.File, step.Line, exception.Message);
            }
        }
    }

    private async Task MakeAsync(Let let)
    {
        var caller = _scope.Caller("me", null);
        var expressions = new Expressions(_scope, caller, cancellationToken);
        _scope.Certificates[let.Name] = await expressions.MakeAsync(await expressions.FillAsync(let.Certificate));
    }

    private async Task KeepAsync(Keep keep) =>
        _scope.Saved[keep.Name] = await new Expressions(_scope, _scope.Caller("me", null), cancellationToken).FillAsync(keep.Text);

    private async Task ExchangeAsync(Exchange exchange)
    {
        var caller = _scope.Caller(exchange.Request.As, exchange.Request.Region);
        var expressions = new Expressions(_scope, caller, cancellationToken);
        var request = await RequestWriting.WriteAsync(exchange.Request, _scope, caller, expressions);

        // A refused registration must leave no trace, so what was there before is looked at first.
        var registers = request.Method == "POST" && request.Path.StartsWith("/cacertificate", StringComparison.Ordinal);
        var before = registers && exchange.Error is not null ? await server.StoredStateAsync(caller, cancellationToken) : null;
        var answer = await request.SendAsync(server.Endpoint, cancellationToken);
        var faults = new List<string>(Invariants.FindBreaches(answer, request.Method));
        FindStatusFault(exchange, answer, faults);
        foreach (var expectation in exchange.Expectations)
        {
            var value = await expressions.FillAsync(expectation.Value);
            if (await CheckAsync(expectation, value, answer) is { } fault)
            {
                faults.Add($"line {expectation.Line}: {fault}");
            }
        }

        if (before is not null)
        {
            await FindTracesAsync(caller, request, before, faults);
        }

        if (faults.Count > 0)
        {
            var told = string.Join("\n  ", faults.Prepend(transcript.Title));
            throw new TranscriptException(transcript.File, exchange.Line, $"{told}\n\n{request}\n\n{answer}\n");
        }
    }

    private static void FindStatusFault(Exchange exchange, WireAnswer answer, List<string> faults)
    {
        if (answer.Status != exchange.Status)
        {
            faults.Add($"The status is {answer.Status}; wanted {exchange.Status}.");
        }

        if (exchange.Error is { } error && answer.Header("x-amzn-ErrorType") != error)
        {
            faults.Add($"The error is {answer.Header("x-amzn-ErrorType") ?? "none"}; wanted {error}.");
        }

        if (exchange.Code is { } code && (answer.Json is not { } json || JsonPath.Text(json, "error.code") != code))
        {
            faults.Add($"The error code is not {code}.");
        }
    }

    private async Task<string?> CheckAsync(Expectation expectation, string value, WireAnswer answer)
    {
        if (expectation.Subject == "log")
        {
            return await ServerLog.FindFaultAsync(answer.Header("x-amzn-RequestId")!, expectation.Operator, value, cancellationToken);
        }

        if (expectation.Operator == "save")
        {
            _scope.Saved[value] = Checking.SubjectOf(expectation, answer)
                ?? throw new InvalidDataException($"There is no {expectation.Subject} to save in the answer:\n{answer}");
            return null;
        }

        return Checking.FindFault(expectation, value, answer);
    }

    private async Task FindTracesAsync(TranscriptCaller caller, WireRequest request, string before, List<string> faults)
    {
        if (await server.StoredStateAsync(caller, cancellationToken) is var after && after != before)
        {
            faults.Add($"The registration was refused, and yet what is stored has changed from\n{before}\nto\n{after}");
        }

        var sent = Encoding.UTF8.GetString(request.Body);
        foreach (var certificate in _scope.Certificates.Values.Where(made => sent.Contains(LineOf(made), StringComparison.Ordinal)))
        {
            if (!before.Contains(certificate.Id, StringComparison.Ordinal) && await server.HasAsync(caller, certificate.Id, cancellationToken))
            {
                faults.Add($"The registration was refused, and yet {certificate.Id} can be described.");
            }
        }

        // Long enough to tell certificates apart, and without a line end, so that it stands in a body as it is.
        static string LineOf(MadeCertificate made) => made.Pem.Split('\n')[2];
    }
}
