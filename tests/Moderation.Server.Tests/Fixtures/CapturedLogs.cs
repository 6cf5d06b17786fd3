using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>Everything a host logs, whatever its level: message, values, exception and scopes, as text.</summary>
public sealed class CapturedLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider? scopes;

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLogs owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner.scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            StringBuilder line = new($"{logLevel} {category} [{eventId}] {formatter(state, exception)}");
            Append(line, state);
            owner.scopes?.ForEachScope(static (scope, text) => Append(text, scope), line);
            owner.lines.Enqueue(line.Append(' ').Append(exception).ToString());
        }

        private static void Append(StringBuilder line, object? state)
        {
            line.Append(" | ").Append(state);
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                foreach ((string name, object? value) in values)
                {
                    line.Append(' ').Append(name).Append('=').Append(value);
                }
            }
        }
    }
}
