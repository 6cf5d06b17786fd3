using System.Net;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Reports;

/// <summary>
/// Takes a reader's report. It puts the comment into a queue for people; only when enough different readers reported it does it leave public view until a person has looked. Three
/// things keep a crowd from hiding what it does not like: a network counts once for each comment and only so often a day; what a person has approved stays until a person
/// decides otherwise; and reports hide only so many comments of a site in an hour.
/// </summary>
internal sealed class ReceiveReport(
    Database database, SubmissionStore submissions, SitePolicies policies, PageStore pages, AuditStore audit, EventWriter events, DecisionSignal signal, NetworkHasher networks, TimeProvider clock)
{
    private const string Hidden = "hide";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public async Task<ReportOutcome> HandleAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        ReportLimits limits = (await policies.CurrentAsync(request.Key.Site, cancellationToken).ConfigureAwait(false)).Policy.Reports;
        (ReportOutcome outcome, bool isHidden) = await database.RunAsync((unit, token) => TakeAsync(unit, request, limits, now, token), cancellationToken).ConfigureAwait(false);
        if (isHidden)
        {
            signal.Announce(request.Key);
        }

        return outcome;
    }

    private async Task<(ReportOutcome Outcome, bool IsHidden)> TakeAsync(Unit unit, ReportRequest request, ReportLimits limits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(unit, request.Key, cancellationToken).ConfigureAwait(false) is not { IsTest: false, State: SubmissionState.Approved or SubmissionState.Flagged } row
            || (row.State == SubmissionState.Approved && !(row.EffectiveAt <= now)))
        {
            return (ReportOutcome.Unknown, false);
        }

        if (row.State == SubmissionState.Flagged)
        {
            // It left public view while the reader looked at it, perhaps by reports: there is nothing to add, and nothing to tell.
            return (ReportOutcome.Received, false);
        }

        byte[]? network = request.Network is { } address ? networks.Hash(request.Key.Site, address, now) : null;
        if (network is not null && await ReportStore.CountOfNetworkAsync(unit, request.Key.Site, network, now - Day, limits.PerNetworkPerDay, cancellationToken).ConfigureAwait(false) >= limits.PerNetworkPerDay)
        {
            return (ReportOutcome.TooMany, false);
        }

        byte[] reporter = networks.ReporterHash(request.Key.Site, request.Key.Id.Value, request.Network ?? IPAddress.None);
        bool isNew = await ReportStore.AddAsync(unit, request.Key, Guid.CreateVersion7(now), reporter, network, request.Reason, AddressMask.Mask(request.Note), now, cancellationToken).ConfigureAwait(false);
        return (ReportOutcome.Received, isNew && await MayHideAsync(unit, request.Key, limits, now, cancellationToken).ConfigureAwait(false) && await HideAsync(unit, row, now, cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> MayHideAsync(Unit unit, SubmissionKey key, ReportLimits limits, DateTimeOffset now, CancellationToken cancellationToken) =>
        limits.HideAt > 0
        && await ReportStore.CountOpenAsync(unit, key, limits.HideAt, cancellationToken).ConfigureAwait(false) >= limits.HideAt
        && await ReportStore.CountHiddenAsync(unit, key.Site, now - Hour, limits.HiddenPerHour, cancellationToken).ConfigureAwait(false) < limits.HiddenPerHour
        && !(await audit.ListAsync(unit, key, cancellationToken).ConfigureAwait(false)).Any(IsApproval);

    /// <summary>Somebody of the house read it and let it stand.</summary>
    private static bool IsApproval(AuditEntry entry) => entry.Kind is AuditKind.Decision or AuditKind.Report && entry.Decision is "approve" or "restore" or "keep";

    private async Task<bool> HideAsync(Unit unit, Submission row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Reason[] reasons = [new() { Code = ReasonCodes.Reported }, .. PolicyJson.ReadReasons(row.ReasonsJson)];
        VerdictChange change = new()
        {
            Key = row.Key,
            From = row.State,
            ExpectedVersion = row.Version,
            To = SubmissionStateMachine.Next(new SubmissionStanding(row.State), SubmissionEvent.ReportsReachedThreshold),
            DecidedAt = now,
            EffectiveAt = now,
            Verdict = Verdict.Flag,
            Priority = row.Priority,
            ReasonsJson = PolicyJson.Write(reasons),
            Scores = row.Scores,
            ModelVersion = row.ModelVersion,
            PolicyVersion = row.PolicyVersion ?? 0,
            JudgeAttempts = row.JudgeAttempts,
        };
        if ((await submissions.ApplyVerdictsAsync(unit, [change], cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return false;
        }

        AuditEntry entry = new()
        {
            EntryId = Guid.CreateVersion7(now),
            Site = row.Key.Site,
            SubmissionId = row.Key.Id,
            Version = row.Version + 1,
            Kind = AuditKind.Report,
            Actor = "system",
            FromState = row.State,
            ToState = SubmissionState.Flagged,
            Decision = Hidden,
            At = now,
        };
        await audit.AppendManyAsync(unit, [entry], cancellationToken).ConfigureAwait(false);
        Page page = (await pages.FindManyAsync(unit, [row.PageId], cancellationToken).ConfigureAwait(false))[row.PageId];
        StateChange told = new()
        {
            Before = row.State,
            After = row with { State = SubmissionState.Flagged, Version = row.Version + 1, DecidedAt = now, EffectiveAt = now },
            Page = page,
            DecidedBy = "system",
            Verdict = Verdict.Flag,
            Reasons = [ReasonCodes.Reported],
        };
        await events.AppendAsync(unit, [told], cancellationToken).ConfigureAwait(false);
        return true;
    }
}
