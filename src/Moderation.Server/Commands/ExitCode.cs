namespace Moderation.Server.Commands;

/// <summary>What a command's process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    public const int Failed = 1;

    public const int Usage = 2;

    public const int RefusedByGate = 3;
}
