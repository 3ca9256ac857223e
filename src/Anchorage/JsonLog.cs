namespace Anchorage;

/// <summary>The log on standard error: a <see cref="JsonLine"/> for each event, written before the call that logs it returns.</summary>
/// <remarks>
/// The framework's console logger hands each line to a thread of its own, which costs a wake-up a line and loses what waits when the process
/// is killed; and what it is configured with takes an eighth of the start.
/// </remarks>
internal sealed class JsonLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Category(categoryName);

    public void Dispose()
    {
        // Standard error outlives the log.
    }

    private sealed class Category(string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The filters of the logger factory have been asked already.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                // Whole lines, one at a time: the console's writers take turns on their own.
                Console.Error.Write(JsonLine.Of(logLevel, name, eventId, state, exception, formatter));
            }
            catch (IOException)
            {
                // A full disk under the log: nobody is left to tell, and the calls themselves are answered all the same.
            }
        }
    }
}
