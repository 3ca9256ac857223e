namespace Anchorage.Wire;

/// <summary>The way in from the listeners: who comes while the store is still being opened waits for it, but for who asks whether the process lives.</summary>
internal sealed class Entrance
{
    private readonly TaskCompletionSource<Edge> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile Edge? _edge;

    /// <summary>The store is open.</summary>
    public void Open(Edge edge)
    {
        _edge = edge;
        _opened.SetResult(edge);
    }

    public Task HandleAsync(HttpContext context) => _edge is { } edge ? edge.HandleAsync(context) : WaitAsync(context);

    private async Task WaitAsync(HttpContext context)
    {
        if (context.Request.Path.Value == Health.LivePath)
        {
            await Health.Live.WriteAsync(context, Uuid.Next());
            return;
        }

        Edge edge;
        try
        {
            edge = await _opened.Task.WaitAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // It went away, or the start failed and the listeners go.
            context.Abort();
            return;
        }

        await edge.HandleAsync(context);
    }
}
