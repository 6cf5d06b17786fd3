using System.Diagnostics;
using Moderation.Campaigns;
using Moderation.Messaging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Telemetry;

namespace Moderation.Judging;

/// <summary>A candidate with its verdict, ready to be written.</summary>
internal sealed record JudgedSubmission
{
    public required Candidate Candidate { get; init; }

    public required Judgement Judgement { get; init; }

    /// <summary>Null when it could not be scored.</summary>
    public required ScoreResult? Score { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>The domains that its links lead to.</summary>
    public IReadOnlyList<SiteDomain> LinkedDomains { get; init; } = [];

    /// <summary>Those of <see cref="LinkedDomains"/> that no approved comment of the site links to.</summary>
    public IReadOnlyList<SiteDomain> UnseenDomains { get; init; } = [];

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Scoring is there and breaks on this text: trying again will not help for ever.</summary>
    public bool IsScoringBroken { get; init; }

    /// <summary>What a challenger would have concluded; null where none runs.</summary>
    public ShadowOutcome? Shadow { get; init; }

    /// <summary>The letter that tells people it was given up; null for one that was judged.</summary>
    public DeadLetter? DeadLetter { get; init; }

    /// <summary>The span of its judging, to be ended when the verdict is in the store; null when nobody traces.</summary>
    public Activity? Span { get; init; }

    /// <summary>The domains that count as seen from now on: those of a comment that the public will read.</summary>
    public IEnumerable<SiteDomain> DomainsToNote => Judgement.Verdict == Verdict.Approve && !Candidate.Submission.IsTest ? LinkedDomains : [];

    private Submission? after;

    /// <summary>The submission as it is after the verdict. Made once: its reasons are written as JSON here.</summary>
    public Submission After => after ??= Candidate.Submission with
    {
        State = State,
        Version = Candidate.Submission.Version + 1,
        DecidedAt = DecidedAt,
        EffectiveAt = DecidedAt,
        Verdict = Judgement.Verdict,
        Priority = Judgement.Priority,
        ReasonsJson = PolicyJson.Write(Judgement.Reasons),
        Scores = Score is null ? null : ToScores(Score.Scored),
        ModelVersion = Score?.ModelVersion,
        PolicyVersion = PolicyVersion,
    };

    private SubmissionState State => SubmissionStateMachine.Next(
        new SubmissionStanding(Candidate.Submission.State) { IsUnscored = Candidate.Submission.State == SubmissionState.Flagged && Candidate.Submission.ModelVersion is null },
        Score is null && Judgement.Verdict == Verdict.Flag ? SubmissionEvent.ScoringImpossible : Judgement.Verdict switch
        {
            Verdict.Approve => SubmissionEvent.VerdictApprove,
            Verdict.Flag => SubmissionEvent.VerdictFlag,
            Verdict.Reject => SubmissionEvent.VerdictReject,
        });

    /// <summary>What campaigns are made of; null for a test, and for an edit, which is like what it replaces.</summary>
    public GroupableText? ToGroup() => Candidate.Submission is { IsTest: false, ReplacesId: null } submission ? new GroupableText(submission.Key, submission.Body, UnseenDomains, submission.ReceivedAt) : null;

    /// <summary>The change of the stored row.</summary>
    public VerdictChange ToChange()
    {
        Submission judged = After;
        return new VerdictChange
        {
            Key = judged.Key,
            From = Candidate.Submission.State,
            ExpectedVersion = Candidate.Submission.Version,
            To = judged.State,
            DecidedAt = DecidedAt,
            EffectiveAt = DecidedAt,
            Verdict = Judgement.Verdict,
            Priority = Judgement.Priority,
            ReasonsJson = judged.ReasonsJson!,
            Scores = judged.Scores,
            ModelVersion = judged.ModelVersion,
            PolicyVersion = PolicyVersion,
            JudgeAttempts = Candidate.Submission.JudgeAttempts,
        };
    }

    /// <summary>Ends its span and says what is measured of it. Only for a verdict that is in the store.</summary>
    public JudgedReading Finish()
    {
        Submission judged = After;
        string verdict = Judgement.Verdict.ToText();
        if (Span is { } span)
        {
            span.SetTag("moderation.verdict", verdict);
            span.SetTag("moderation.state", judged.State.ToText());
            span.SetTag("moderation.model_version", judged.ModelVersion);
            span.SetTag("moderation.policy_version", PolicyVersion);
            span.Stop();
        }

        DateTimeOffset since = judged.Source == SubmissionSource.Queue ? judged.SubmittedAt : judged.ReceivedAt;
        return new JudgedReading(verdict, judged.Source.ToText(), Judgement.Codes, Score is null, DecidedAt - since);
    }

    /// <summary>The event that announces it.</summary>
    public StateChange ToStateChange() => new()
    {
        TraceParent = Span?.Id ?? Candidate.TraceParent,
        Before = Candidate.Submission.State,
        After = After,
        Page = Candidate.Page,
        DecidedBy = DeadLetter is null ? $"policy:{PolicyVersion}" : "system",
        Verdict = Judgement.Verdict,
        Reasons = Judgement.Codes,
    };

    internal static Scores ToScores(ScoredText scored) => new()
    {
        Spam = scored[Category.Spam],
        Toxicity = scored[Category.Toxicity],
        SevereToxicity = scored[Category.SevereToxicity],
        Insult = scored[Category.Insult],
        Profanity = scored[Category.Profanity],
        Threat = scored[Category.Threat],
        IdentityAttack = scored[Category.IdentityAttack],
        LikelyToReject = scored[Category.LikelyToReject],
    };
}
