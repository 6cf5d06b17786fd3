using System.Globalization;

namespace Moderation.Storage;

/// <summary>
/// How ids and times stand in SQLite: lower-case text for ids, fixed-width UTC text with six digits for times, so that text order is time order and both
/// engines keep the same instant.
/// </summary>
internal static class SqliteText
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static string Of(Guid id) => id.ToString("D");

    public static string? Of(Guid? id) => id is { } value ? Of(value) : null;

    /// <summary>Cuts what is finer than a microsecond.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string? Of(DateTimeOffset? time) => time is { } value ? Of(value) : null;

    public static DateTimeOffset ToTime(string text) =>
        DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
