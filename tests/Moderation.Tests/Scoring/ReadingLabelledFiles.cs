using System.IO.Compression;
using System.Text;
using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

public sealed class ReadingLabelledFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("labelled").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_tab_separated_values_with_escapes()
    {
        var file = Read("a.tsv", "id\tsource\tlang\ttext\tspam\ttoxicity\tobscene\n1\tours\ten\tone\\ttwo\\nthree\\\\\t0\t0.6\t\n");
        var text = Assert.Single(file.Texts);
        Assert.Equal(("1", "ours", "one\ttwo\nthree\\"), (text.Id, text.Source, text.Text));
        Assert.False(text.Labels[Category.Spam]);
        Assert.True(text.Labels[Category.Toxicity]);
        Assert.Null(text.Labels[Category.Profanity]);
        Assert.Empty(file.BadRows);
    }

    [Fact]
    public void Reads_comma_separated_values_with_quotes_over_several_lines()
    {
        var file = Read("jigsaw.csv", "id,comment_text,toxic,severe_toxic,obscene,threat,insult,identity_hate\nx,\"He said \"\"hello\"\",\nthen left\",1,0,0,-1,1,0\n");
        var text = Assert.Single(file.Texts);
        Assert.Equal("He said \"hello\",\nthen left", text.Text);
        Assert.True(text.Labels[Category.Insult]);
        Assert.Null(text.Labels[Category.Threat]);
        Assert.Null(text.Labels[Category.Spam]);
        Assert.Equal("jigsaw.csv", text.Source);
    }

    [Fact]
    public void Reads_the_columns_of_the_video_comment_collection()
    {
        var text = Assert.Single(Read("tube.csv", "COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\nz1,Ana,2013-11-07,visit my channel,1\n").Texts);
        Assert.Equal(("z1", "Ana", "visit my channel"), (text.Id, text.AuthorName, text.Text));
        Assert.True(text.Labels[Category.Spam]);
    }

    [Fact]
    public void Reads_json_lines_compressed()
    {
        var path = Path.Combine(_folder, "own.jsonl.gz");
        using (var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes("""
                {"id":"s1","kind":"praise","text":"lovely","author":{"name":"Bo","url":"https://bo.example"},"labels":{"spam":true,"toxicity":false,"threat":null}}

                {"id":"s2","text":"plain","insult":0.4}
                """));
        }

        var texts = LabelledFile.Read(path, null, TestContext.Current.CancellationToken).Texts;
        Assert.Equal(["s1", "s2"], texts.Select(text => text.Id));
        Assert.Equal(("praise", "Bo", "https://bo.example"), (texts[0].Source, texts[0].AuthorName, texts[0].AuthorUrl));
        Assert.True(texts[0].Labels[Category.Spam]);
        Assert.Null(texts[0].Labels[Category.Threat]);
        Assert.False(texts[1].Labels[Category.Insult]);
    }

    [Fact]
    public void A_list_of_labels_labels_every_category()
    {
        var texts = Read("seed.jsonl", """
            {"id":"a-1","kind":"threat_plain","text":"watch it","author":{"name":"Bo","url":""},"labels":["toxicity","threat"],"split":"train"}
            {"id":"a-2","kind":"friendly_swearing","text":"damn fine","labels":["profanity"],"split":"test"}
            """).Texts;
        Assert.Equal(("threat_plain", false, true), (texts[0].Kind, texts[0].IsForTesting, texts[0].Labels.IsViolating));
        Assert.True(texts[0].Labels[Category.Threat]);
        Assert.False(texts[0].Labels[Category.Spam]);
        Assert.False(texts[0].Labels[Category.Insult]);
        Assert.Equal(("friendly_swearing", true, false), (texts[1].Kind, texts[1].IsForTesting, texts[1].Labels.IsViolating));
    }

    [Fact]
    public void Reads_other_columns_when_told_what_they_mean()
    {
        var columns = new LabelledColumns { Overrides = new Dictionary<string, string> { ["message"] = "text", ["bad"] = "toxicity", ["spam"] = "" }, SourceName = "desk" };
        var text = Assert.Single(Read("b.tsv", "message\tbad\tspam\nhello\t1\tperhaps\n", columns).Texts);
        Assert.Equal("desk", text.Source);
        Assert.True(text.Labels[Category.Toxicity]);
        Assert.Null(text.Labels[Category.Spam]);
    }

    [Theory]
    [InlineData("t.tsv", "text\tspam\nfine\t0\nbad\t2\n", "t.tsv, line 3, column spam: the label")]
    [InlineData("t.tsv", "text\tspam\nfine\t0\nbad\tyes\n", "t.tsv, line 3, column spam: the label")]
    [InlineData("t.tsv", "text\tspam\nfine\t0\n\nshort\n", "t.tsv, line 4: it has 1 columns instead of 2.")]
    [InlineData("t.tsv", "text\tspam\nfine\t0\n \t1\n", "t.tsv, line 3, column text: there is no text.")]
    [InlineData("t.csv", "text,spam\nfine,0\n\"two\nlines\",7\n", "t.csv, line 3, column spam: the label")]
    [InlineData("t.csv", "text,spam\nfine,0\n\"open,1\n", "t.csv, line 3: a quoted field has no closing quote.")]
    [InlineData("t.jsonl", "{\"text\":\"fine\",\"spam\":0}\nnonsense\n", "t.jsonl, line 2: it is not valid JSON.")]
    [InlineData("t.jsonl", "{\"text\":\"fine\",\"spam\":0}\n[1]\n", "t.jsonl, line 2: it is not a JSON object.")]
    [InlineData("t.jsonl", "{\"text\":\"fine\",\"spam\":0}\n{\"text\":\"x\",\"labels\":[\"spam\",\"nasty\"]}\n", "t.jsonl, line 2, column labels: 'nasty' is not a category.")]
    [InlineData("t.jsonl", "{\"text\":\"fine\",\"spam\":0}\n{\"text\":\"x\",\"weight\":-1}\n", "t.jsonl, line 2, column weight: the weight")]
    public void Names_the_file_line_and_column_of_a_bad_row_and_keeps_the_others(string name, string content, string expected)
    {
        var file = Read(name, content);
        Assert.Equal("fine", Assert.Single(file.Texts).Text);
        Assert.StartsWith(expected, Assert.Single(file.BadRows).ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (file.ToCard("training").Rows, file.ToCard("training").BadRows));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("id\tspam\n1\t0\n", "has no text column")]
    public void Refuses_a_file_without_texts(string content, string expected)
    {
        var exception = Assert.Throws<LabelledFileException>(() => Read("c.tsv", content));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_damaged_compression()
    {
        var path = Path.Combine(_folder, "d.tsv.gz");
        File.WriteAllBytes(path, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF]);
        Assert.Throws<LabelledFileException>(() => LabelledFile.Read(path, null, TestContext.Current.CancellationToken));
    }

    private LabelledFile Read(string name, string content, LabelledColumns? columns = null)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return LabelledFile.Read(path, columns, TestContext.Current.CancellationToken);
    }
}
