using Moderation.Judging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Server.Samples;

namespace Moderation.Server.Commands;

/// <summary>
/// <c>moderation sample --dry-run</c>: what the sample replies of one day would get from a model and the default policy. By the scores, the text, the hidden field and what
/// was sent before on that day; spread over a day, three thousand replies are no flood. Posts and stores nothing.
/// </summary>
internal static class SampleDryRun
{
    /// <summary>As many as a local newspaper gets in a day, when nobody says how many.</summary>
    public const int Day = 3_000;

    public static int Run(Model model, IEnumerable<SampleReply> mix, int count, bool asJson)
    {
        TextJudge judge = new(new ModelScorer(model));
        SampleTally tally = new();
        Dictionary<(string Page, string Text), int> sent = [];
        foreach (SampleReply sample in mix.Take(count == 0 ? Day : count))
        {
            string text = sample.Reply.Body!;
            (string Page, string Text) same = (sample.Reply.Page!.Url!, TextNormalizer.Normalize(text).Text);
            int before = sent.GetValueOrDefault(same);
            sent[same] = before + 1;
            ScoringInput input = new() { Text = text, AuthorName = sample.Reply.Author?.Name, AuthorUrl = sample.Reply.Author?.Url };
            JudgedText judged = judge.Judge(in input, SitePolicy.Default, new TextContext
            {
                Site = null,
                Links = TextLinks.Read(text, SitePolicy.Default.AllowedDomains, same.Page).Classify(),
                SameTextOnPage = before,
                Honeypot = !string.IsNullOrEmpty(sample.Reply.Honeypot),
            });
            tally.Count(sample, Outcome(judged.Judgement.Verdict), isAnswered: true);
        }

        if (asJson)
        {
            tally.WriteWithShares();
        }
        else
        {
            tally.Write(asJson: false);
        }

        return ExitCode.Done;
    }

    /// <summary>The state that the verdict leads to, as a running service answers it.</summary>
    private static string Outcome(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "approved",
        Verdict.Flag => "flagged",
        Verdict.Reject => "rejected",
    };
}
