using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.Tests.ModeratorConsole;

public sealed class MarkingTexts
{
    [Fact]
    public void Where_marks_overlap_the_more_telling_one_is_shown()
    {
        IReadOnlyList<TextPart> parts = TextParts.Of("see http://a.example now", [new Mark(0, 12, MarkKind.Score, "score"), new Mark(4, 20, MarkKind.Link, "link"), new Mark(11, 12, MarkKind.Word, "word")]);
        Assert.Equal(["see http://", "a", ".example", " now"], parts.Select(part => part.Text));
        Assert.Equal([MarkKind.Score, MarkKind.Word, MarkKind.Link, null], parts.Select(part => part.Mark?.Kind));
    }

    [Theory]
    [InlineData("", 0, 5)]
    [InlineData("abc", -3, 50)]
    [InlineData("abc", 2, 1)]
    [InlineData("😀😀😀", 1, 3)]
    public void The_pieces_put_together_are_the_text_whatever_is_marked(string text, int start, int end)
    {
        IReadOnlyList<TextPart> parts = TextParts.Of(text, [new Mark(start, end, MarkKind.Score, "")]);
        Assert.Equal(text, string.Concat(parts.Select(part => part.Text)));
        Assert.All(parts, part => Assert.False(char.IsLowSurrogate(part.Text[0])));
    }
}
