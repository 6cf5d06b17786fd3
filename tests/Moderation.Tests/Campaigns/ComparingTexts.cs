using Moderation.Campaigns;

namespace Moderation.Tests.Campaigns;

/// <summary>When two texts count as copies of each other.</summary>
public sealed class ComparingTexts
{
    [Theory]
    [InlineData("The old bridge was closed in 2019, not 2020.", "the OLD bridge was closed in 2017, not 2016!!", 1.0)]
    [InlineData("Thanks!", "thanks", 1.0)]
    [InlineData("🔥🔥🔥", "🔥🔥🔥🔥", 1.0)]
    public void Case_signs_and_numbers_make_no_difference(string one, string other, double likeness)
    {
        Assert.True(SomeTexts.Sketches.Of(one).IsLike(SomeTexts.Sketches.Of(other), out double found));
        Assert.Equal(likeness, found);
    }

    [Theory]
    [InlineData("Great article, thank you", "Great article, thank them")]
    [InlineData("Thanks!", "Hello!")]
    [InlineData("I think the council should repair the bridge before winter.", "The council published its budget for schools before the summer.")]
    public void Short_texts_and_other_texts_are_not_alike(string one, string other) => Assert.False(SomeTexts.Sketches.Of(one).IsLike(SomeTexts.Sketches.Of(other), out _));

    [Fact]
    public void An_empty_text_is_like_nothing()
    {
        WordSketch empty = SomeTexts.Sketches.Of("  ");
        Assert.True(empty.IsEmpty);
        Assert.False(empty.IsLike(empty, out _));
        Assert.Empty(empty.AllKeys());
    }

    [Fact]
    public void Likeness_is_the_exact_share_of_words_and_pairs()
    {
        // Ten words and nine pairs; one word in the middle changed takes one word and two pairs.
        WordSketch one = SomeTexts.Sketches.Of("alpha beta gamma delta epsilon zeta theta iota kappa lambda");
        WordSketch other = SomeTexts.Sketches.Of("alpha beta gamma delta omega zeta theta iota kappa lambda");
        Assert.Equal(16.0 / 22, one.LikenessTo(other), 6);
        Assert.Equal(one.LikenessTo(other), other.LikenessTo(one));
        Assert.Equal(1, WordSketch.FromBytes(one.ToBytes()).LikenessTo(one));
    }

    [Fact]
    public void Two_texts_that_are_alike_always_share_a_key()
    {
        Random random = new(11);
        for (int round = 0; round < 5_000; round++)
        {
            string text = SomeTexts.Unlike(random, random.Next(1, 60));
            string edited = text;
            for (int edits = random.Next(0, 12); edits > 0; edits--)
            {
                edited = SomeTexts.Edit(random, edited);
            }

            WordSketch one = SomeTexts.Sketches.Of(text);
            WordSketch other = SomeTexts.Sketches.Of(edited);
            if (one.IsLike(other, out _))
            {
                Assert.NotEmpty(one.AllKeys().Intersect(other.AllKeys()));
            }
        }
    }

    [Fact]
    public void A_short_look_decides_as_the_long_one_does()
    {
        Random random = new(13);
        int alike = 0, unlike = 0;
        for (int round = 0; round < 5_000; round++)
        {
            string text = SomeTexts.Unlike(random, random.Next(6, 400));
            string other = round % 10 == 0 ? SomeTexts.Unlike(random, random.Next(6, 400)) : text;
            for (int edits = random.Next(0, 1 + (text.Length / 12)); edits > 0; edits--)
            {
                other = SomeTexts.Edit(random, other);
            }

            WordSketch one = SomeTexts.Sketches.Of(text), two = SomeTexts.Sketches.Of(other);
            bool isLike = one.IsLike(two, out double likeness);
            alike += isLike ? 1 : 0;
            unlike += isLike ? 0 : 1;
            if (isLike)
            {
                Assert.Equal(one.LikenessTo(two), likeness);
            }
            else
            {
                Assert.True(one.LikenessTo(two) < WordSketch.LeastLikeness, $"{one.LikenessTo(two)} is likeness enough: {text} / {other}");
            }
        }

        Assert.True(alike > 500 && unlike > 500, $"{alike} alike, {unlike} not");
    }

    [Fact]
    public void A_text_of_any_length_has_a_sketch_of_bounded_size()
    {
        Random random = new(12);
        string novel = SomeTexts.Unlike(random, 20_000);
        WordSketch whole = SomeTexts.Sketches.Of(novel);
        Assert.Equal(WordSketch.MaxHashes, whole.Count);
        Assert.True(whole.IsLike(SomeTexts.Sketches.Of(SomeTexts.Edit(random, novel)), out _));
        Assert.False(whole.IsLike(SomeTexts.Sketches.Of(SomeTexts.Unlike(random, 20)), out _));
    }

    [Fact]
    public void Scripts_without_spaces_are_read_letter_by_letter()
    {
        Assert.True(SomeTexts.Sketches.Of("今天天气很好我们去公园散步吧").IsLike(SomeTexts.Sketches.Of("今天天气很好我们去公园跑步吧"), out _));
        Assert.False(SomeTexts.Sketches.Of("今天天气很好我们去公园散步吧").IsLike(SomeTexts.Sketches.Of("请联系我获取更多优惠信息谢谢"), out _));
    }
}
