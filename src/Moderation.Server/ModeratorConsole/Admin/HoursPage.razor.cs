using System.Globalization;
using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Pages;
using Moderation.Storage;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>When people of a site look at submissions, and what its pages accept when nobody does.</summary>
public sealed partial class HoursPage
{
    /// <summary>The week begins on Monday.</summary>
    private static readonly int[] Week = [1, 2, 3, 4, 5, 6, 0];

    private static readonly (string Value, string Title)[] Outside =
        [("open", "as they are"), ("premoderated", "pre-moderated"), ("readonly", "read-only"), ("closed", "closed")];

    private StaffingHours hours = new();
    private bool isSet;

    /// <inheritdoc/>
    public override string Path => "/admin/hours";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    [Inject]
    private ChangeHours Change { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        StaffingHours? found = await Change.FindAsync(SiteKey, Stop);
        (hours, isSet) = (found ?? new StaffingHours(), found is not null);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act != "hours")
        {
            return null;
        }

        int? unreviewed = Field("unreviewed").Length == 0 ? null : int.TryParse(Field("unreviewed"), NumberStyles.None, CultureInfo.InvariantCulture, out int days) ? days : 0;
        StaffingHours typed = new()
        {
            TimeZone = Field("timeZone"),
            Days = [.. Enumerable.Range(0, 7).Select(day => Field($"day{day.ToString(CultureInfo.InvariantCulture)}"))],
            Holidays = Holidays(),
            Outside = Outside.Any(choice => choice.Value == Field("outside")) ? EnumText.Parse<PageMode>(Field("outside")) : PageMode.Open,
            ClosesUnreviewedAfterDays = unreviewed,
        };
        Refuse(typed.Validate());
        return !IsRefused && await Change.SetAsync(SiteKey, typed, Me.Actor, Stop) ? "saved" : null;
    }

    private protected override string? SentenceOf(string said) => said == "saved" ? "Saved. It counts within two seconds." : null;

    private List<DateOnly> Holidays()
    {
        List<DateOnly> read = [];
        foreach (string line in Field("holidays").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (DateOnly.TryParseExact(line, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                read.Add(day);
            }
            else
            {
                Refuse("holidays", "A date a line: 2026-12-25.");
            }
        }

        return read;
    }
}
