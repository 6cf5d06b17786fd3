using System.IO.Compression;
using System.Text;
using Moderation.Scoring.Scales;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

/// <summary>Scores that a newsroom kept from another service, as it kept them.</summary>
public sealed class ReadingOldScores
{
    [Fact]
    public void A_table_has_a_text_and_a_column_for_each_attribute()
    {
        OldScores read = Read("id,comment_text,TOXICITY@5,TOXICITY@6,INSULT,FLIRTATION\n1,\"Two\nlines, \"\"quoted\"\"\",0.1,0.2,0.30,0.9\n2,short,,0.5,,0.1\n");

        Assert.Equal(["Two\nlines, \"quoted\"", "short"], read.Texts.Select(text => text.Text));
        Assert.Equal(new Dictionary<string, double> { ["TOXICITY"] = 0.2, ["INSULT"] = 0.3 }, read.Texts[0].Scores);
        Assert.Equal(new Dictionary<string, double> { ["TOXICITY"] = 0.5 }, read.Texts[1].Scores);
        Assert.Empty(read.BadRows);
    }

    [Theory]
    [InlineData("""{"text":"a","scores":{"TOXICITY":0.5,"OTHER":3}}""")]
    [InlineData("""{"text":"a","TOXICITY_EXPERIMENTAL":0.5,"id":7}""")]
    [InlineData("""{"comment":"a","attributeScores":{"TOXICITY":{"summaryScore":{"value":0.5,"type":"PROBABILITY"},"spanScores":[]}}}""")]
    public void A_line_of_JSON_has_them_in_any_of_three_ways(string line)
    {
        OldScore only = Assert.Single(Read($"\n{line}\n").Texts);

        Assert.Equal("a", only.Text);
        Assert.Equal(0.5, Assert.Single(only.Scores, score => score.Key == "TOXICITY").Value);
    }

    [Fact]
    public void Tabs_and_gzip_are_read_too()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("text\tSPAM\nbuy\\tnow\t0.75\n"));
        }

        OldScore only = Assert.Single(OldScores.Read("old.tsv.gz", packed.ToArray(), CancellationToken.None).Texts);
        Assert.Equal(("buy\tnow", 0.75), (only.Text, only.Scores["SPAM"]));
    }

    [Fact]
    public void A_row_that_cannot_be_used_is_named_and_the_rest_is_read()
    {
        OldScores read = Read("text,SPAM\na,0.1\nb,high\nc,2\nd\n,0.4\n");

        Assert.Equal(["a", ""], read.Texts.Select(text => text.Text));
        Assert.Equal([(3, "SPAM"), (4, "SPAM"), (5, null)], read.BadRows.Select(row => (row.Line, row.Column)));
        OldScores lines = Read("{\"text\":\"a\",\"SPAM\":0.1}\n{\"text\":5}\nnothing\n[]\n{\"text\":\"b\",\"SPAM\":\"0.1\"}\n");
        Assert.Single(lines.Texts);
        Assert.Equal([2, 3, 4, 5], lines.BadRows.Select(row => row.Line));
        Assert.Equal("old.csv, line 2: is not JSON from byte 12 on.", Assert.Single(Read("{\"text\":\"a\",\"SPAM\":0.1}\n{\"text\":\"b\"\n").BadRows).ToString());
    }

    [Fact]
    public void What_unpacks_to_more_than_any_log_has_is_refused_before_it_is_unpacked()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] nothing = new byte[1024 * 1024];
            for (int written = 0; written <= OldScores.MaxBytes; written += nothing.Length)
            {
                gzip.Write(nothing);
            }
        }

        Assert.Contains("more than 32 MiB", Assert.Throws<LabelledFileException>(() => OldScores.Read("old.gz", packed.ToArray(), CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text,SPAM\n", "a,1\n")]
    [InlineData("text,SPAM\n", "a\n")]
    [InlineData("{}\n", "{}\n")]
    public void More_rows_than_fit_into_memory_are_refused_used_or_not(string first, string row) =>
        Assert.Contains("more than 200000 rows", Assert.Throws<LabelledFileException>(() => Read(first + string.Concat(Enumerable.Repeat(row, OldScores.MaxRows + 1)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_first_line_of_nothing_but_commas_names_no_columns() =>
        Assert.Contains("line 1: is too long", Assert.Throws<LabelledFileException>(() => Read(new string(',', 100_000) + "\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("words,SPAM\n", "old.csv, line 1: there is no column for the text")]
    [InlineData("text,FLIRTATION\n", "old.csv, line 1: there is no column of an attribute")]
    [InlineData("PK\u0003\u0004\u0014", "save it as CSV")]
    public void A_file_without_texts_or_scores_is_refused(string file, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<LabelledFileException>(() => Read(file)).Message, StringComparison.Ordinal);

    private static OldScores Read(string file) => OldScores.Read("old.csv", Encoding.UTF8.GetBytes(file), CancellationToken.None);
}
