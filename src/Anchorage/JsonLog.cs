namespace Anchorage;

/// <summary>The log on standard error: a <see cref="JsonLine"/> for each event, written before the call that logs it returns.</summary>
/// <remarks>
/// The framework's console logger hands each line to a thread of its own, which costs a wake-up a line and loses what waits when the process
/// is killed; and what it is configured with takes an eighth of the start.
/// </remarks>
internal sealed class JsonLog : ILoggerProvider
{
    private readonly Lock _writing = new();
    private readonly Stream _stream = Console.OpenStandardError();

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, this);

    public void Dispose() => _stream.Dispose();

    private sealed class Category(string name, JsonLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The filters of the logger factory have been asked already.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = JsonLine.Of(logLevel, name, eventId, state, exception, formatter);
            log.Write(line);
        }
    }

    private void Write(ReadOnlySpan<byte> line)
    {
        lock (_writing)
        {
            try
            {
                _stream.Write(line);
            }
            catch (IOException)
            {
                // A full disk under the log: nobody is left to tell, and the calls themselves are answered all the same.
            }
        }
    }
}
