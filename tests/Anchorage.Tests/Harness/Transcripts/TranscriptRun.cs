using System.Text;
using Anchorage.Tests.Harness.Certificates;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Runs one case, step by step, and stops at the first answer that is not as it should be.</summary>
internal sealed class TranscriptRun(TranscriptCase transcript, Scope scope, CancellationToken cancellationToken)
{
    private readonly TranscriptServer _server = scope.Server;

    public TranscriptRun(TranscriptCase transcript, TranscriptServer server, CancellationToken cancellationToken)
        : this(transcript, new Scope(server), cancellationToken)
    {
    }

    /// <summary>What its names stand for so far.</summary>
    public Scope Scope => scope;

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
        var caller = scope.Caller("me", null);
        var expressions = new Expressions(scope, caller, cancellationToken);
        scope.Certificates[let.Name] = await expressions.MakeAsync(await expressions.FillAsync(let.Certificate));
    }

    private async Task KeepAsync(Keep keep) =>
        scope.Saved[keep.Name] = await new Expressions(scope, scope.Caller("me", null), cancellationToken).FillAsync(keep.Text);

    private async Task ExchangeAsync(Exchange exchange)
    {
        var caller = scope.Caller(exchange.Request.As, exchange.Request.Region);
        var expressions = new Expressions(scope, caller, cancellationToken);
        var request = await RequestWriting.WriteAsync(exchange.Request, scope, caller, expressions);

        // A refused change must leave no trace, so what was there before is looked at first.
        var changes = request.Method is not ("GET" or "HEAD");
        var before = changes && exchange.Error is not null ? await _server.StoredStateAsync(caller, cancellationToken) : null;
        var answer = await request.SendAsync(_server.Endpoint, cancellationToken);
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
            scope.Saved[value] = Checking.SubjectOf(expectation, answer)
                ?? throw new InvalidDataException($"There is no {expectation.Subject} to save in the answer:\n{answer}");
            return null;
        }

        return Checking.FindFault(expectation, value, answer);
    }

    private async Task FindTracesAsync(TranscriptCaller caller, WireRequest request, string before, List<string> faults)
    {
        if (await _server.StoredStateAsync(caller, cancellationToken) is var after && after != before)
        {
            faults.Add($"The request was refused, and yet what is stored has changed from\n{before}\nto\n{after}");
        }

        var sent = Encoding.UTF8.GetString(request.Body);
        foreach (var certificate in scope.Certificates.Values.Where(made => sent.Contains(LineOf(made), StringComparison.Ordinal)))
        {
            if (!before.Contains(certificate.Id, StringComparison.Ordinal) && await _server.HasAsync(caller, certificate.Id, cancellationToken))
            {
                faults.Add($"The request was refused, and yet {certificate.Id} can be described.");
            }
        }

        // Long enough to tell certificates apart, and without a line end, so that it stands in a body as it is.
        static string LineOf(MadeCertificate made) => made.Pem.Split('\n')[2];
    }
}
