using System.Text;
using CsCheck;
using Moderation.Privacy;

namespace Moderation.Tests.Privacy;

public sealed class MaskingAddresses
{
    [Theory]
    [InlineData("Write to ana@example.net, please.", "Write to …@…, please.")]
    [InlineData("ana@example.net", "…@…")]
    [InlineData("<ana@example.net>", "<…@…>")]
    [InlineData("mailto:ana@example.net?subject=Hi", "mailto:…@…?subject=Hi")]
    [InlineData("(ana@example.net)", "(…@…)")]
    [InlineData("ana@example.net and bo@example.test", "…@… and …@…")]
    [InlineData("ana.maria+news_1@mail.example.net.", "…@….")]
    [InlineData("o'neil/a=b@example.net", "…@…")]
    [InlineData("\"ana maria\"@example.net", "…@…")]
    [InlineData("user%40host.example", "…@…")]
    [InlineData("user%2540host%252Eexample", "…@…")]
    [InlineData("u%73er%40ex%61mple.net", "…@…")]
    [InlineData("user&#64;host.example user&commat;host.example user&#X40;host.example", "…@… …@… …@…")]
    [InlineData("ana＠example.net", "…@…")]
    [InlineData("ａｎａ＠ｅｘａｍｐｌｅ．ｎｅｔ", "…@…")]
    [InlineData("ana%EF%BC%A0example.net", "…@…")]
    [InlineData("ana@bücher.example", "…@…")]
    [InlineData("åsa@例え.テスト", "…@…")]
    [InlineData("ana@example。net", "…@…")]
    [InlineData("ana\u200B@\u200Bexample\u00AD.net", "…@…")]
    [InlineData("𝐚𝐧𝐚@𝐞𝐱.𝐧𝐞𝐭", "…@…")]
    [InlineData("ana [at] example.net", "…@…")]
    [InlineData("ana(AT)example(dot)net", "…@…")]
    [InlineData("ana {at} example [ dot ] net!", "…@…!")]
    [InlineData("ana[@]example.net", "…@…")]
    [InlineData("ana@[192.0.2.1]", "…@…")]
    [InlineData("ana@192.0.2.1", "…@…")]
    [InlineData("a@b.example@c.example", "…@…")]
    [InlineData("a@b.example,c@d.example", "…@…,…@…")]
    [InlineData("a@b.co1.x", "…@…")]
    [InlineData("Ana says: hi", "Ana says: hi")]
    [InlineData("@ana is right", "@ana is right")]
    [InlineData("10@1.50 each", "10@1.50 each")]
    [InlineData("meet me@home", "meet me@home")]
    [InlineData("look at example.net", "look at example.net")]
    [InlineData("...@example.net", "...@example.net")]
    [InlineData("a @ b.example", "a @ b.example")]
    [InlineData("100 %, 5 & (at) [", "100 %, 5 & (at) [")]
    [InlineData("", "")]
    public void Addresses_are_hidden_and_other_text_is_kept(string text, string masked)
    {
        Assert.Equal(masked, AddressMask.Mask(text));
        Assert.Equal(masked != text, AddressMask.Contains(text));
    }

    [Theory]
    [InlineData("https://x.example/u/ana@example.net/posts", "https://x.example/u/masked/posts")]
    [InlineData("https://x.example/?e=ana%40example.net&p=1", "https://x.example/?e=masked&p=1")]
    [InlineData("https://x.example/?e=ana@example.net#top", "https://x.example/?e=masked#top")]
    [InlineData("https://ana@x.example/", "https://masked/")]
    [InlineData("https://x.example/a?p=1", "https://x.example/a?p=1")]
    public void In_a_url_the_rest_stays_what_it_was(string url, string masked) => Assert.Equal(masked, AddressMask.MaskUrl(url));

    [Fact]
    public void Null_stays_null_and_a_text_without_addresses_stays_the_same_instance()
    {
        string text = new('a', 40);

        Assert.Null(AddressMask.Mask(null));
        Assert.Same(text, AddressMask.Mask(text));
        Assert.Same(text, AddressMask.MaskUrl(text));
    }

    [Fact]
    public void Nothing_of_a_planted_address_is_left_in_any_surrounding()
    {
        Gen<string> local = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789._+-'!#$*/=?^`{|}~"].Array[1, 12]
            .Select(characters => "q7" + new string(characters));
        Gen<string> sign = Gen.OneOf("@", "＠", "%40", "%2540", "&#64;", " [at] ", "(at)");
        Gen<string> surrounding = Gen.OneOf("", " ", "mailto:", "<", ">", "(", ")", "\"", ",", "\n", "Ana ", ": ", "@ ", "%", "é", "[", "%25", " … ", "a@b ");
        Gen.Select(surrounding, surrounding, local, sign, surrounding, surrounding).Sample((before, near, planted, at, after, behind) =>
        {
            string text = before + near + planted + at + "example.net" + after + behind;

            string masked = AddressMask.Mask(text);

            Assert.True(AddressMask.Contains(text));
            Assert.DoesNotContain("q7", masked, StringComparison.Ordinal);
            Assert.DoesNotContain("example.net", masked, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_was_masked_holds_no_address_any_more()
    {
        Gen<string> part = Gen.OneOf("@", "a", ".", "b.cc", "%40", "[at]", "(dot)", "\"", " ", "%25", "%2e", "…@…", "＠", "&#64;", "é", "[", "]", "1", "\u200B", "-", "masked", "%EF%BC%A0");
        part.Array[0, 24].Select(string.Concat).Sample(text =>
        {
            Assert.False(AddressMask.Contains(AddressMask.Mask(text)));
            Assert.Equal(AddressMask.Mask(text), AddressMask.Mask(AddressMask.Mask(text)));
        });
    }

    [Theory]
    [InlineData("a@")]
    [InlineData("@")]
    [InlineData("a.b@c.d")]
    [InlineData("\"@")]
    [InlineData("a@[")]
    [InlineData("[at] ")]
    [InlineData("a[dot]")]
    [InlineData("%25")]
    [InlineData("%")]
    [InlineData("a%2540")]
    [InlineData("%EF")]
    [InlineData("&#")]
    [InlineData("a")]
    [InlineData(".")]
    public void Hostile_text_is_read_a_fixed_number_of_times(string part)
    {
        string text = new StringBuilder().Insert(0, part, 1_000_000 / part.Length).Append("@x.example").ToString();

        // A quadratic reader would not come back from a megabyte of this.
        Assert.NotNull(AddressMask.Mask(text));
        Assert.NotNull(AddressMask.MaskUrl(text));
        Assert.Equal(AddressMask.Mask(text) != text, AddressMask.Contains(text));
    }
}
