using Moderation.WordLists;

namespace Moderation.Tests.WordLists;

public sealed class CheckingWordLists
{
    private static readonly WordListDraft Sound = new() { Name = "house rules", Action = "flag", Entries = ["blarney", "snake oil"] };
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);

    [Fact]
    public void A_sound_list_has_no_mistakes() => Assert.Empty(WordListValidator.Validate(Sound with { StartsAt = Now, EndsAt = Now.AddDays(1) }));

    [Fact]
    public void Every_mistake_is_named()
    {
        Assert.Equal(["name", "action", "entries"], WordListValidator.Validate(new WordListDraft()).Keys);
        Assert.Equal(["name"], WordListValidator.Validate(Sound with { Name = new string('n', 101) }).Keys);
        Assert.Equal(["name"], WordListValidator.Validate(Sound with { Name = "ana@example.net" }).Keys);
        Assert.Equal(["name"], WordListValidator.Validate(Sound with { Name = "two\nlines" }).Keys);
        Assert.Equal(["action"], WordListValidator.Validate(Sound with { Action = "approve" }).Keys);
        Assert.Equal(["endsAt"], WordListValidator.Validate(Sound with { StartsAt = Now, EndsAt = Now }).Keys);
        Assert.Equal(["entries"], WordListValidator.Validate(Sound with { Entries = [] }).Keys);
        Assert.Equal(["entries"], WordListValidator.Validate(Sound with { Entries = [.. Enumerable.Repeat("word", WordListValidator.MaxEntries + 1)] }).Keys);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("…!?")]
    [InlineData("two\nlines")]
    [InlineData("write to ana@example.net")]
    [InlineData("ana [at] example [dot] net")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17")]
    public void An_entry_that_could_never_be_found_is_named(string? entry) => Assert.Equal(["entries[1]"], WordListValidator.Validate(Sound with { Entries = ["blarney", entry] }).Keys);

    [Fact]
    public void Entries_are_kept_once_however_they_are_written() =>
        Assert.Equal(["Blarney", "half \uFFFD pair"], WordListValidator.Clean([" Blarney ", "BLARNEY", "blarney", "half \uD800 pair"]));
}
