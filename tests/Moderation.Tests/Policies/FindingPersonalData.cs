using System.Text;
using Moderation.Policies;

namespace Moderation.Tests.Policies;

public sealed class FindingPersonalData
{
    [Theory]
    [InlineData("write to ana@example.net please", "write to …@… please")]
    [InlineData("ana [at] example [dot] net", "…@…")]
    [InlineData("call +49 30 901820 now", "call … now")]
    [InlineData("call 0049 (30) 901820", "call …")]
    [InlineData("+1 (202) 555-0143", "…")]
    [InlineData("(202) 555-0143, ask for Bo", "…, ask for Bo")]
    [InlineData("202-555-0143.", "….")]
    [InlineData("06 12 34 56 78", "…")]
    [InlineData("Tel: 030/901820-12", "Tel: …")]
    [InlineData("07700 900123", "…")]
    [InlineData("in 2020 0301234567 was it", "in 2020 … was it")]
    [InlineData("DE89 3704 0044 0532 0130 00", "…")]
    [InlineData("to gb82west12345698765432.", "to ….")]
    [InlineData("NL91ABNA0417164300 and NL91ABNA0417164301", "… and NL91ABNA0417164301")]
    [InlineData("mail 0301234567@example.net", "mail …@…")]
    [InlineData("ana@b.example@c.example", "…@…")]
    [InlineData("a@b.example 0301234567 c@d.example", "…@… … …@…")]
    public void Personal_data_is_found_and_a_masked_text_proposed(string text, string proposal) => Assert.Equal(proposal, PersonalDataMask.Propose(text, Find(text)));

    [Theory]
    [InlineData("The old bridge was closed in 2019, not 2020.")]
    [InlineData("from 1914-1918 and 1939-1945")]
    [InlineData("on 01.02.2024 10:00 and 2024-02-01 10:00:00")]
    [InlineData("it cost 1 250 000 000 or 3.141592653589793")]
    [InlineData("ISBN 978-3-16-148410-0")]
    [InlineData("ISBN 0-306-40615-2")]
    [InlineData("0.123456789012 and 0,123456789")]
    [InlineData("203.0.113.9 is a network")]
    [InlineData("https://gazette.example/0301234567?p=0301234567")]
    [InlineData("$202-555-0143")]
    [InlineData("part no. A0301234567 or 0301234567b")]
    [InlineData("0 1 2 3 4 5 6 7 8 9 0")]
    [InlineData("12345678901234567890123456789012345678901234567890")]
    [InlineData("DE88 3704 0044 0532 0130 00")]
    [InlineData("XX89 3704 0044 0532 0130 00")]
    [InlineData("GB82 or so, DE89 3704")]
    [InlineData("10:1, 3-2, 4:0")]
    [InlineData("Article 12 (3) of 2016/679, see p. 1-88")]
    public void What_only_looks_like_it_is_left_alone(string text) => Assert.Empty(Find(text));

    [Fact]
    public void The_place_and_the_kind_are_told()
    {
        string text = "ana@example.net, 0301234567, DE89 3704 0044 0532 0130 00";

        Assert.Equal(
            [(PersonalDataKind.Email, "ana@example.net"), (PersonalDataKind.Phone, "0301234567"), (PersonalDataKind.Iban, "DE89 3704 0044 0532 0130 00")],
            Find(text).Select(span => (span.Kind, text[span.Start..span.End])));
    }

    /// <summary>Each would take minutes if its time grew with the square of its length.</summary>
    [Theory]
    [InlineData("a@b.c ")]
    [InlineData("1 ")]
    [InlineData("0301234567 ")]
    [InlineData("+(+(1")]
    [InlineData("DE89 ")]
    [InlineData("http://a.de/1 ")]
    [InlineData("9")]
    [InlineData("a@1.")]
    public void Hostile_texts_are_read_once(string piece)
    {
        StringBuilder text = new();
        while (text.Length < 2_000_000)
        {
            text.Append(piece);
        }

        IReadOnlyList<PersonalDataSpan> found = Find(text.ToString());

        Assert.All(found.Zip(found.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    private static IReadOnlyList<PersonalDataSpan> Find(string text) => PersonalDataFinder.Find(text, LinkFinder.Find(text));
}
