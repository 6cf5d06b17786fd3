namespace Moderation.Server.Commands;

/// <summary>Ends a command with one sentence on standard error.</summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException()
    {
    }

    public CommandFailedException(string message)
        : base(message)
    {
    }

    public CommandFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What the process returns.</summary>
    public int ExitCode { get; init; } = Commands.ExitCode.Failed;
}
