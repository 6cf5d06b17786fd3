using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Moderation.Scales;
using Moderation.Scoring.Training;
using Moderation.Server.Tests.Doors.Compat;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>An admin sends old scores of Perspective, compares, and uses the scale or not.</summary>
public sealed partial class FittingTheScale(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Text = "Thank you for the article about the new library.";

    [Fact]
    public async Task Old_scores_are_compared_first_and_count_when_an_admin_says_so()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Perspective);
        string path = $"/admin/scale?site={site}";
        double before = await InsultAsync(key);
        using ConsoleVisitor admin = await app.AdminAsync();
        Assert.Contains("The one that ships with the model", (await admin.GetAsync(path)).Text, StringComparison.Ordinal);

        Answer compared = (await admin.UploadAsync(path, "fit", "file", "old scores.tsv", OldScores())).With(HttpStatusCode.OK);
        Assert.Contains("What it would change", compared.Text, StringComparison.Ordinal);
        Assert.Matches("now <?[0-9.]+ %, then <strong>[0-9.]+ %</strong>", compared.Text);
        Assert.Contains("1 rows were not used", compared.Text, StringComparison.Ordinal);
        Assert.Contains("Line 2, column INSULT is not a score from 0 to 1.", compared.Text, StringComparison.Ordinal);
        Assert.Null(await app.Get<ScaleStore>().FindAsync(SiteId.Parse(site), TestContext.Current.CancellationToken));

        Answer used = await admin.AnswerAsync(compared, path, ("_handler", "act"), ("do", "use"), ("scale", Hidden(compared, "scale")), ("seal", Hidden(compared, "seal")));
        Assert.Equal(HttpStatusCode.Redirect, used.Status);
        string page = (await admin.GetAsync(path)).Text;
        Assert.Contains("old scores.tsv", page, StringComparison.Ordinal);
        await Eventually.TrueAsync("the site's own scale counts", async () => await InsultAsync(key) > before + 0.2);
        await app.ExpectTrailAsync(site, "scale_set", "old scores.tsv");
        Assert.Contains("fitted the scale that clients of Perspective see", (await admin.GetAsync($"/admin/audit?about={site}")).Text, StringComparison.Ordinal);

        Assert.Contains("counts again", (await admin.DoneAsync(path, "reset")).Text, StringComparison.Ordinal);
        await Eventually.TrueAsync("the shipped scale counts again", async () => await InsultAsync(key) == before);
        await app.ExpectTrailAsync(site, "scale_reset", "");
    }

    [Fact]
    public async Task A_scale_that_nobody_fitted_here_or_for_another_site_is_refused()
    {
        string site = await app.AddSiteAsync();
        string other = await app.AddSiteAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer compared = await admin.UploadAsync($"/admin/scale?site={site}", "fit", "file", "old.tsv", OldScores());
        foreach ((string target, string scale) in new[] { (other, Hidden(compared, "scale")), (site, Hidden(compared, "scale").Replace("INSULT", "THREAT", StringComparison.Ordinal)), (site, "") })
        {
            Assert.Contains("Fit the file again", (await admin.DoneAsync($"/admin/scale?site={target}", "use", ("scale", scale), ("seal", Hidden(compared, "seal")))).Text, StringComparison.Ordinal);
            Assert.Null(await app.Get<ScaleStore>().FindAsync(SiteId.Parse(target), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("", "Choose a file that is not empty")]
    [InlineData("words,INSULT\nx,0.5\n", "old.csv, line 1: there is no column for the text")]
    [InlineData("text,words\nx,0.5\n", "line 1: there is no column of an attribute")]
    [InlineData("text,INSULT\nx,high\n", "Line 2, column INSULT is not a score from 0 to 1.")]
    [InlineData("text,INSULT\n\"x,0.5\n", "Line 2 a quoted field has no closing quote.")]
    [InlineData("{\"text\":\"x\",\"INSULT\":0.5}\n{\"text\":", "Line 2 is not JSON from byte 9 on.")]
    [InlineData("text,INSULT\nx,0.5\n", "has no attribute with different scores of 50 texts or more")]
    [InlineData("PK\u0003\u0004", "is a spreadsheet or an archive; save it as CSV")]
    public async Task A_file_that_cannot_be_used_is_refused_with_its_line_and_column(string content, string sentence)
    {
        string site = await app.AddSiteAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer answer = (await admin.UploadAsync($"/admin/scale?site={site}", "fit", "file", "old.csv", Encoding.UTF8.GetBytes(content))).With(HttpStatusCode.OK);
        Assert.Contains(sentence, WebUtility.HtmlDecode(answer.Text), StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("What it would change", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_this_page_and_none_that_strangers_may_open_keeps_an_upload_in_memory()
    {
        Endpoint[] keeping = [.. app.Get<EndpointDataSource>().Endpoints.Where(endpoint => endpoint.Metadata.GetOrderedMetadata<IFormOptionsMetadata>().Any(options => options.MemoryBufferThreshold > FormOptions.DefaultMemoryBufferThreshold))];
        Assert.All(keeping, endpoint => Assert.Equal(("/admin/scale", "console-admin"), (((RouteEndpoint)endpoint).RoutePattern.RawText, endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy)));
        Assert.NotEmpty(keeping);
        Assert.Equal(FormOptions.DefaultMemoryBufferThreshold, app.Get<IOptions<FormOptions>>().Value.MemoryBufferThreshold);
    }

    private async Task<double> InsultAsync(string key) => (await app.AnalyzeAsync(CompatClients.Comment(Text, "INSULT"), key)).Summary("INSULT");

    private static string Hidden(Answer page, string name) =>
        WebUtility.HtmlDecode(HiddenField().Matches(page.Text).First(match => match.Groups[1].Value == name).Groups[2].Value);

    /// <summary>Texts whose old scores are never below one half, and one row without a score.</summary>
    private byte[] OldScores()
    {
        StringBuilder table = new("text\tINSULT\nnothing\tmuch\n");
        foreach (LabelledText text in SeedCorpus.FunctionalTest.Where((_, index) => index % 20 == 0))
        {
            double ours = app.Get<Models.IScorer>().Score(null, new Scoring.ScoringInput { Text = text.Text }).Scored[Scoring.Category.Insult]!.Value;
            table.Append(CultureInfo.InvariantCulture, $"{text.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\t{0.5 + (ours / 2):0.000000}\n");
        }

        return Encoding.UTF8.GetBytes(table.ToString());
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
