using Moderation.Server.Doors.Perspective;

namespace Moderation.Server.Tests.Doors.Compat;

public sealed class CuttingSentences
{
    [Theory]
    [InlineData("One. Two! Three?", "One.|Two!|Three?")]
    [InlineData("  One.   Two ", "One.|Two")]
    [InlineData("no end", "no end")]
    [InlineData("Really?! \"Yes.\" (No.) ok", "Really?!|\"Yes.\"|(No.) ok")]
    [InlineData("Pi is 3.14 and www.gazette.example is a page.", "Pi is 3.14 and www.gazette.example is a page.")]
    [InlineData("The U. S. team, e.g. theirs. And I. Then we left.", "The U. S. team, e.g. theirs.|And I.|Then we left.")]
    [InlineData("One line\nanother line\r\n\r\nthird", "One line|another line|third")]
    [InlineData("\u4F60\u597D\u3002\u518D\u89C1\u3002", "\u4F60\u597D\u3002|\u518D\u89C1\u3002")]
    [InlineData("Wait\u2026 What? \U0001F600 \U0001F600", "Wait\u2026|What?|\U0001F600 \U0001F600")]
    [InlineData("...", "...")]
    [InlineData(" \n ", "")]
    public void A_text_is_cut_where_sentences_end(string text, string sentences) =>
        Assert.Equal(sentences, string.Join('|', Sentences.Of(text).Select(sentence => text[sentence.Start..sentence.End])));
}
