namespace Moderation.Server.Health;

/// <summary>The last run of the retention job.</summary>
/// <param name="FinishedAt">When it was done.</param>
/// <param name="LetGo">How many rows lost what, by kind.</param>
internal sealed record RetentionAnswer(DateTimeOffset FinishedAt, IReadOnlyDictionary<string, int> LetGo);
