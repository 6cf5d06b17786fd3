using Microsoft.Extensions.Logging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>Asks the challenger of a site what it would have concluded, with everything else as it was. It changes nothing, and what breaks in it stays here.</summary>
internal sealed partial class ShadowJudge(ModelHost models, ILogger<ShadowJudge> log)
{
    /// <summary>Null where no challenger runs, for tests, for what could not be scored, and where the challenger breaks.</summary>
    public ShadowOutcome? Judge(Submission submission, SitePolicy policy, Evidence evidence)
    {
        if (models.ShadowFor(submission.Key.Site) is not { } shadow || submission.IsTest || evidence.Scores is null)
        {
            return null;
        }

        try
        {
            ScoringInput input = new() { Text = submission.Body, AuthorName = submission.AuthorName, AuthorUrl = submission.AuthorUrl };
            ScoreResult score = shadow.Scorer.Score(submission.Key.Site, in input);
            Judgement judgement = PolicyRules.Judge(
                policy.Policy, Thresholds.Resolve(policy.Policy.Thresholds, score.Thresholds), evidence with { Scores = score.Scored, Explain = null, IsSiteModel = score.IsSiteModel });
            return new ShadowOutcome(shadow.Shadow.ShadowId, judgement.Verdict, judgement.Codes);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Log.Broke(log, shadow.Shadow.Sha256, problem.GetType().Name);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2601, LogLevel.Warning, "The challenger {Sha256} broke in shadow ({Problem}); the champion has decided as always")]
        public static partial void Broke(ILogger logger, string sha256, string problem);
    }
}
