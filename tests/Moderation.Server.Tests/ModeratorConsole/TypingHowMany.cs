using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>A decision about more than a hundred is confirmed by its number.</summary>
public sealed class TypingHowMany
{
    [Theory]
    [InlineData(1, null, true)]
    [InlineData(100, null, true)]
    [InlineData(101, null, false)]
    [InlineData(101, "", false)]
    [InlineData(101, "100", false)]
    [InlineData(101, "101 of them", false)]
    [InlineData(101, "-101", false)]
    [InlineData(101, "101", true)]
    [InlineData(4_800, " 4800 ", true)]
    [InlineData(4_800, "4,800", true)]
    [InlineData(4_800, "480", false)]
    public void Above_a_hundred_it_is_typed(int items, string? typed, bool isConfirmed) => Assert.Equal(isConfirmed, BulkDesk.IsConfirmed(items, typed));
}
