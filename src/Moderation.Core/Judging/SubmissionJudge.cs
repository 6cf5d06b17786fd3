using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Moderation.Campaigns;
using Moderation.Models;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Telemetry;
using Moderation.Time;
using Moderation.WordLists;

namespace Moderation.Judging;

/// <summary>
/// Judges submissions: scores them, gathers what else speaks about them and asks the policy. It reads the store and writes nothing.
/// A submission that cannot be scored is flagged as unscored: nothing is ever approved because something broke.
/// </summary>
internal sealed partial class SubmissionJudge(
    IScorer scorer, SitePolicies policies, SiteWordLists wordLists, SeenDomains domains, RecentSubmissions recent, AuthorStandings authors, CampaignMemory campaigns, SketchMaker sketches, ShadowJudge shadows, TimeProvider clock,
    ModerationMeter meter, ILogger<SubmissionJudge> log)
{
    /// <summary>One verdict for each candidate, in their order.</summary>
    public async Task<IReadOnlyList<JudgedSubmission>> JudgeAsync(IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        meter.Batch(candidates.Count);
        Activity?[] spans = [.. candidates.Select(candidate => Traces.BeginJudging(candidate.TraceParent, candidate.Submission.Key.Site.Value, candidate.Submission.Key.Id.Value))];
        Dictionary<SiteId, SitePolicy> current = [];
        Dictionary<SiteId, WordListMatcher> words = [];
        Dictionary<SiteId, SiteCampaigns> waves = [];
        foreach (SiteId site in candidates.Select(candidate => candidate.Submission.Key.Site).Distinct())
        {
            current[site] = await policies.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
            words[site] = await wordLists.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
            waves[site] = await campaigns.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
        }

        TextLinks[] links = [.. candidates.Select(candidate => TextLinks.Read(candidate.Submission.Body, current[candidate.Submission.Key.Site].AllowedDomains, candidate.Page.Url))];
        IReadOnlySet<SiteDomain> seen = await domains.FindAsync([.. candidates.SelectMany((candidate, index) => links[index].DomainsOf(candidate.Submission.Key.Site))], cancellationToken).ConfigureAwait(false);

        RecentProbe[] probes = [.. candidates.Select(candidate => Probe(candidate.Submission, current[candidate.Submission.Key.Site].Policy))];
        Dictionary<SubmissionKey, RecentCounts> counts = (await recent.CountAsync(probes, cancellationToken).ConfigureAwait(false)).ToDictionary(count => count.Key);
        if (candidates.Any(candidate => candidate.IsNew))
        {
            BatchCounts.AddTo(counts, probes);
        }

        DateTimeOffset now = clock.UtcNowMicros();
        Submission[] submissions = [.. candidates.Select(candidate => candidate.Submission)];
        IReadOnlyList<AuthorStanding> standings = await authors.FindAsync(submissions, current, now, cancellationToken).ConfigureAwait(false);
        Scoring[] scored = Score(submissions);
        return
        [
            .. candidates.Select((candidate, index) =>
            {
                SiteId site = candidate.Submission.Key.Site;
                IReadOnlyList<WordMatch> matches = words[site].Match(candidate.Submission.Body, candidate.Page.PageId, candidate.Submission.ReceivedAt);
                SiteDomain[] unseen = [.. links[index].DomainsOf(site).Where(linked => !seen.Contains(linked))];
                Campaign? decided = DecidedCampaign(candidate.Submission, waves[site], unseen, now);
                return Judge(candidate, current[site], links[index], links[index].Classify(site, seen), unseen, matches, counts[candidate.Submission.Key], standings[index], decided, scored[index], now) with { Span = spans[index] };
            }),
        ];
    }

    private static RecentProbe Probe(Submission submission, Policy policy) => new()
    {
        Key = submission.Key,
        PageId = submission.PageId,
        ReplacesId = submission.ReplacesId,
        IsTest = submission.IsTest,
        AuthorName = submission.AuthorName,
        BodyHash = submission.BodyHash,
        AuthorKey = submission.AuthorKey,
        NetworkHash = submission.NetworkHash,
        ReceivedAt = submission.ReceivedAt,
        DuplicateSince = submission.ReceivedAt.AddHours(-policy.Duplicates.SamePageHours),
        CampaignSince = submission.ReceivedAt.AddHours(-policy.Duplicates.CampaignHours),
        AuthorBurstSince = submission.ReceivedAt.AddSeconds(-policy.Flood.AuthorBurstSeconds),
        AuthorSince = submission.ReceivedAt.AddSeconds(-policy.Flood.AuthorWindowSeconds),
        NetworkSince = submission.ReceivedAt.AddSeconds(-policy.Flood.NetworkWindowSeconds),
    };

    /// <summary>The campaign it belongs to, if a moderator has decided about all of it and the decision still holds for later arrivals.</summary>
    private Campaign? DecidedCampaign(Submission submission, SiteCampaigns known, IReadOnlyList<SiteDomain> unseen, DateTimeOffset now) =>
        !submission.IsTest && known.AnyFollowed(now) && known.Find(sketches.Arrival(submission.Key, submission.Body, unseen, submission.ReceivedAt)) is { } found && found.Campaign.IsFollowed(now) ? found.Campaign : null;

    private JudgedSubmission Judge(
        Candidate candidate, SitePolicy policy, TextLinks links, IReadOnlyList<LinkSpan> linkSpans, IReadOnlyList<SiteDomain> unseen, IReadOnlyList<WordMatch> words, RecentCounts counts, AuthorStanding author,
        Campaign? decidedCampaign, Scoring scoring, DateTimeOffset now)
    {
        Submission submission = candidate.Submission;
        ScoreResult? score = scoring.Score;
        Evidence evidence = TextEvidence.Of(submission.Body, score, linkSpans, words) with
        {
            PageMode = ModeFor(candidate),
            IsAuthorBlocked = author.IsBlocked,
            ResemblesBlockedAuthor = author.ResemblesBlocked,
            NetworkBlock = submission.NetworkBlock,
            IsAuthorTrusted = author.IsTrusted,
            AuthorApproved = author.Approved,
            AuthorDecisions = author.Decisions,
            AuthorRejections = author.Rejections,
            Honeypot = submission.IsHoneypotFilled,
            IsParentUnknown = candidate.IsParentUnknown,
            SameTextOnPage = counts.SamePage,
            PagesWithSameText = counts.OtherPages + 1,
            NamesWithSameText = counts.OtherNames + 1,
            AuthorInBurst = counts.AuthorBurst,
            AuthorInWindow = counts.Author,
            NetworkInWindow = counts.Network,
            RejectedCampaign = decidedCampaign?.IsRejected == true ? decidedCampaign.Number : null,
        };
        Thresholds thresholds = score is null ? Thresholds.None : Thresholds.Resolve(policy.Policy.Thresholds, score.Thresholds);
        return new JudgedSubmission
        {
            Candidate = candidate,
            Judgement = TestVerdicts.Apply(submission, isScored: score is not null, PolicyRules.Judge(policy.Policy, thresholds, evidence)),
            Score = score,
            IsScoringBroken = scoring.IsBroken,
            Shadow = shadows.Judge(submission, policy, evidence),
            PolicyVersion = policy.Version,
            LinkedDomains = [.. links.DomainsOf(submission.Key.Site)],
            UnseenDomains = unseen,
            DecidedAt = now,
        };
    }

    /// <summary>
    /// Over HTTP a closed page refuses before anything is stored, so that what was accepted there is judged, also when the page closes while it waits.
    /// </summary>
    private static PageMode ModeFor(Candidate candidate)
    {
        PageMode mode = PageAccess.EffectiveMode(candidate.Page, candidate.Submission.ReceivedAt);
        return candidate.Submission.Source == SubmissionSource.Queue || mode == PageMode.Premoderated ? mode : PageMode.Open;
    }

    private Scoring[] Score(Submission[] submissions)
    {
        if (!scorer.ReadsSentences || submissions.Length == 1)
        {
            return Array.ConvertAll(submissions, TryScore);
        }

        Scoring[] scored = new Scoring[submissions.Length];
        Parallel.For(0, submissions.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index => scored[index] = TryScore(submissions[index]));
        return scored;
    }

    private Scoring TryScore(Submission submission)
    {
        try
        {
            ScoringInput input = new() { Text = submission.Body, AuthorName = submission.AuthorName, AuthorUrl = submission.AuthorUrl };
            if (!meter.IsTiming)
            {
                return new Scoring(scorer.Score(submission.Key.Site, in input), IsBroken: false);
            }

            long begun = Stopwatch.GetTimestamp();
            ScoreResult score = scorer.Score(submission.Key.Site, in input);
            meter.Scored(Stopwatch.GetElapsedTime(begun));
            return new Scoring(score, IsBroken: false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Log.NotScored(log, submission.Key.Site.Value, submission.Key.Id.Value, problem.GetType().Name);
            return new Scoring(null, problem is not ScorerUnavailableException);
        }
    }

    /// <summary>The scores of one submission; none where it could not be scored, which is broken unless no model is loaded.</summary>
    private readonly record struct Scoring(ScoreResult? Score, bool IsBroken);

    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Warning, "Submission {Id} of site {Site} could not be scored ({Problem}); it is flagged as unscored")]
        public static partial void NotScored(ILogger logger, string site, Guid id, string problem);
    }
}
