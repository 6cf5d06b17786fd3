namespace Moderation.Server.ModeratorConsole.Receipts;

/// <summary>A score against its thresholds.</summary>
/// <param name="Title">The category in words.</param>
/// <param name="Score">0 to 1; null where the model does not score it.</param>
/// <param name="FlagsAt">Flagged at or above; null when no threshold applies.</param>
/// <param name="RejectsAt">Near-certain at or above.</param>
public sealed record ScoreBar(string Title, double? Score, double? FlagsAt, double? RejectsAt);
