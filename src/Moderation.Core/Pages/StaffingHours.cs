using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Pages;

/// <summary>When people of a site look at submissions, and what its pages accept when nobody does. Stored as JSON with the site. Pure.</summary>
internal sealed record StaffingHours
{
    /// <summary>The most holidays.</summary>
    public const int MaxHolidays = 366;

    /// <summary>The longest time after which what nobody reviewed is closed.</summary>
    public const int MaxUnreviewedDays = 365;

    private TimeZoneInfo? zone;

    /// <summary>The time zone of the hours, by its IANA name: <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>From Sunday to Saturday, such as <c>08:00-22:30</c>; empty for a day on which nobody looks. An end before the start is on the next day.</summary>
    public IReadOnlyList<string> Days { get; init; } = ["", "", "", "", "", "", ""];

    /// <summary>Days on which nobody looks, whatever the week says.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>What pages accept while nobody looks; a page that accepts less stays as it is. Open: the hours change nothing.</summary>
    public PageMode Outside { get; init; } = PageMode.Open;

    /// <summary>After so many days a submission that nobody reviewed is closed with a neutral reason; null: it waits for ever. It is never approved.</summary>
    public int? ClosesUnreviewedAfterDays { get; init; }

    /// <summary>As it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, StaffingJson.Default.StaffingHours);

    /// <summary>Null when a site has no hours.</summary>
    public static StaffingHours? Read(string? document) => document is null ? null : JsonSerializer.Deserialize(document, StaffingJson.Default.StaffingHours);

    /// <summary>Whether somebody looks at a moment.</summary>
    public bool IsStaffed(DateTimeOffset now)
    {
        zone ??= TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        DateTime local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        DateOnly today = DateOnly.FromDateTime(local);
        TimeOnly time = TimeOnly.FromDateTime(local);
        return (Hours(today) is { } hours && time >= hours.From && (time < hours.To || hours.To <= hours.From))
            || (Hours(today.AddDays(-1)) is { } night && night.To <= night.From && time < night.To);
    }

    /// <summary>What a page accepts at a moment, given what it accepts by itself.</summary>
    public PageMode Limit(PageMode own, DateTimeOffset now) => Outside > own && !IsStaffed(now) ? Outside : own;

    /// <summary>What is wrong, by field; empty when the hours are sound.</summary>
    public IReadOnlyDictionary<string, string[]> Validate()
    {
        Dictionary<string, string[]> errors = [];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            errors["timeZone"] = ["A time zone by its name: Europe/Berlin."];
        }

        for (int day = 0; day < Days.Count; day++)
        {
            if (Days[day].Length > 0 && Parse(Days[day]) is null)
            {
                errors[$"day{day.ToString(CultureInfo.InvariantCulture)}"] = ["From and to, such as 08:00-22:30; empty: nobody looks."];
            }
        }

        if (Days.Count != 7)
        {
            errors[""] = ["A week has seven days."];
        }

        if (Holidays.Count > MaxHolidays)
        {
            errors["holidays"] = [$"At most {MaxHolidays} holidays."];
        }

        if (Outside == PageMode.Hidden)
        {
            errors["outside"] = ["Pages are not hidden by the clock."];
        }

        if (ClosesUnreviewedAfterDays is < 1 or > MaxUnreviewedDays)
        {
            errors["unreviewed"] = [$"1 to {MaxUnreviewedDays} days, or nothing."];
        }

        return errors;
    }

    private (TimeOnly From, TimeOnly To)? Hours(DateOnly day) => Holidays.Contains(day) ? null : Parse(Days[(int)day.DayOfWeek]);

    /// <summary>24:00 is the midnight at the end of the day, as 00:00 is.</summary>
    private static (TimeOnly From, TimeOnly To)? Parse(string text) =>
        text.Split('-') is [{ } from, { } to] && TryTime(from, out TimeOnly start) && TryTime(to, out TimeOnly end) ? (start, end) : null;

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text.Trim() == "24:00" ? "00:00" : text.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}

/// <summary>Staffing hours as the store keeps them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StaffingHours))]
internal sealed partial class StaffingJson : JsonSerializerContext;
