using System.Globalization;
using Moderation.Submissions;

namespace Moderation.Server.Doors.Native;

/// <summary>Where applying a word list stopped, as a caller keeps it: the time of the last approval and its id.</summary>
internal static class ApplyCursor
{
    public static string? Write(ApprovedCursor? cursor) =>
        cursor is { } last ? string.Create(CultureInfo.InvariantCulture, $"{last.EffectiveAt.UtcTicks}.{last.Id.Value:N}") : null;

    /// <summary>False for what this did not write; null is the start.</summary>
    public static bool TryRead(string? text, out ApprovedCursor? cursor)
    {
        cursor = null;
        if (text is null)
        {
            return true;
        }

        string[] parts = text.Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) || ticks > DateTimeOffset.MaxValue.Ticks
            || ticks < DateTimeOffset.UnixEpoch.Ticks || !Guid.TryParseExact(parts[1], "N", out Guid id))
        {
            return false;
        }

        cursor = new ApprovedCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new SubmissionId(id));
        return true;
    }
}
