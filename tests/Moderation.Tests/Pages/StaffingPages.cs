using Moderation.Pages;

namespace Moderation.Tests.Pages;

/// <summary>When people look, and what pages accept when nobody does.</summary>
public sealed class StaffingPages
{
    /// <summary>Monday to Friday by day, Saturday into the night, Sunday nobody; in Berlin.</summary>
    private static readonly StaffingHours Hours = new()
    {
        TimeZone = "Europe/Berlin",
        Days = ["", "08:00-22:30", "08:00-22:30", "08:00-22:30", "08:00-22:30", "08:00-24:00", "20:00-02:00"],
        Holidays = [new DateOnly(2026, 12, 25)],
        Outside = PageMode.Premoderated,
    };

    [Theory]
    [InlineData("2026-11-23T06:59:59Z", false)]
    [InlineData("2026-11-23T07:00:00Z", true)]
    [InlineData("2026-11-23T21:29:59Z", true)]
    [InlineData("2026-11-23T21:30:00Z", false)]
    [InlineData("2026-07-06T06:00:00Z", true)]
    [InlineData("2026-11-27T22:59:59Z", true)]
    [InlineData("2026-11-27T23:00:00Z", false)]
    [InlineData("2026-11-28T18:59:59Z", false)]
    [InlineData("2026-11-28T19:00:00Z", true)]
    [InlineData("2026-11-29T00:59:59Z", true)]
    [InlineData("2026-11-29T01:00:00Z", false)]
    [InlineData("2026-11-29T12:00:00Z", false)]
    [InlineData("2026-12-25T12:00:00Z", false)]
    public void Hours_are_those_of_the_place_with_nights_and_holidays(string at, bool isStaffed) =>
        Assert.Equal(isStaffed, Hours.IsStaffed(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(PageMode.Open, PageMode.Premoderated)]
    [InlineData(PageMode.Premoderated, PageMode.Premoderated)]
    [InlineData(PageMode.Closed, PageMode.Closed)]
    [InlineData(PageMode.Hidden, PageMode.Hidden)]
    public void Outside_the_hours_a_page_accepts_less_and_never_more(PageMode own, PageMode effective)
    {
        DateTimeOffset sunday = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(effective, Hours.Limit(own, sunday));
        Assert.Equal(own, Hours.Limit(own, sunday.AddDays(1)));
        Assert.Equal(own, (Hours with { Outside = PageMode.Open }).Limit(own, sunday));
    }

    [Fact]
    public void What_is_stored_is_read_again()
    {
        StaffingHours read = StaffingHours.Read(Hours.Write())!;
        Assert.Equal(Hours.Write(), read.Write());
        Assert.Equal(Hours.Days, read.Days);
        Assert.Null(StaffingHours.Read(null));
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Assert.Empty(Hours.Validate());
        Assert.Equal(
            ["day1", "outside", "timeZone", "unreviewed"],
            (Hours with { TimeZone = "Nowhere/Land", Days = ["", "8-22", "", "", "", "", ""], Outside = PageMode.Hidden, ClosesUnreviewedAfterDays = 0 }).Validate().Keys.Order());
    }
}
