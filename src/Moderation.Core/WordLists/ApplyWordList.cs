using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.WordLists;

/// <summary>
/// Applies a word list to what was approved before the list was written: comments with one of its entries are flagged, also where the list rejects, because a person has to look
/// at what people have read. In batches, each of them one transaction with its audit entries and events; it may be stopped and gone on with at any batch.
/// </summary>
internal sealed class ApplyWordList(
    Database database, WordListStore lists, ApprovedSubmissions approved, SubmissionStore submissions, PageStore pages, AuditStore audit, EventWriter events, DecisionSignal signal, TimeProvider clock)
{
    private const int BatchSize = 200;

    /// <summary>Looks through at most so many comments, from where the last call stopped. Null when the site has no such list.</summary>
    /// <param name="site">The site.</param>
    /// <param name="id">The list.</param>
    /// <param name="after">Where the last call stopped; null at the start.</param>
    /// <param name="most">After so many comments the call returns.</param>
    /// <param name="actor">Who has it applied.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public async Task<AppliedWordList?> HandleAsync(SiteId site, Guid id, ApprovedCursor? after, int most, string actor, CancellationToken cancellationToken)
    {
        if (await lists.FindAsync(site, id, cancellationToken).ConfigureAwait(false) is not { } list)
        {
            return null;
        }

        WordListMatcher matcher = new([list]);
        int examined = 0;
        int flagged = 0;
        while (examined < most)
        {
            IReadOnlyList<Submission> batch = await approved.ListAsync(site, after, Math.Min(BatchSize, most - examined), cancellationToken).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                return new AppliedWordList { Examined = examined, Flagged = flagged };
            }

            examined += batch.Count;
            flagged += await FlagAsync(Found(batch, matcher), actor, cancellationToken).ConfigureAwait(false);
            after = new ApprovedCursor(batch[^1].EffectiveAt!.Value, batch[^1].Key.Id);
        }

        return new AppliedWordList { Examined = examined, Flagged = flagged, Next = after };
    }

    private List<(Submission Row, IReadOnlyList<Reason> Reasons)> Found(IReadOnlyList<Submission> batch, WordListMatcher matcher)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        List<(Submission, IReadOnlyList<Reason>)> found = [];
        foreach (Submission row in batch)
        {
            IReadOnlyList<WordMatch> matches = matcher.Match(row.Body, row.PageId, now);
            if (matches.Count > 0)
            {
                found.Add((row, [.. TextChecks.ReasonsOf(matches)]));
            }
        }

        return found;
    }

    private async Task<int> FlagAsync(List<(Submission Row, IReadOnlyList<Reason> Reasons)> found, string actor, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return 0;
        }

        IReadOnlySet<SubmissionKey> changed = await database.RunAsync((unit, token) => FlagAsync(unit, found, actor, token), cancellationToken).ConfigureAwait(false);
        foreach (SubmissionKey key in changed)
        {
            signal.Announce(key);
        }

        return changed.Count;
    }

    /// <summary>Leaves alone what somebody decided about between the look and the write.</summary>
    private async Task<IReadOnlySet<SubmissionKey>> FlagAsync(Unit unit, List<(Submission Row, IReadOnlyList<Reason> Reasons)> found, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        IReadOnlySet<SubmissionKey> changed = await submissions.ApplyVerdictsAsync(unit, [.. found.Select(one => Change(one.Row, one.Reasons, now))], cancellationToken).ConfigureAwait(false);
        (Submission Row, IReadOnlyList<Reason> Reasons)[] written = [.. found.Where(one => changed.Contains(one.Row.Key))];
        await audit.AppendManyAsync(unit, [.. written.SelectMany(one => Entries(one.Row, one.Reasons, actor, now))], cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync(unit, [.. written.Select(one => one.Row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
        foreach ((Submission row, _) in written.Where(one => one.Row.EffectiveAt > now))
        {
            // An approval that nobody has seen yet is not told any more.
            await events.UnsendAsync(unit, [row], now, cancellationToken).ConfigureAwait(false);
        }

        await events.AppendAsync(unit, [.. written.Select(one => Announced(one.Row, known[one.Row.PageId], actor, now))], cancellationToken).ConfigureAwait(false);
        return changed;
    }

    private static VerdictChange Change(Submission row, IReadOnlyList<Reason> reasons, DateTimeOffset now) => new()
    {
        Key = row.Key,
        From = row.State,
        ExpectedVersion = row.Version,
        To = SubmissionStateMachine.Next(new SubmissionStanding(row.State), SubmissionEvent.WordListApplied),
        DecidedAt = now,
        EffectiveAt = now,
        Verdict = Verdict.Flag,
        Priority = row.Priority,
        ReasonsJson = PolicyJson.Write([.. reasons, .. PolicyJson.ReadReasons(row.ReasonsJson)]),
        Scores = row.Scores,
        ModelVersion = row.ModelVersion,
        PolicyVersion = row.PolicyVersion ?? 0,
        JudgeAttempts = row.JudgeAttempts,
    };

    private static IEnumerable<AuditEntry> Entries(Submission row, IReadOnlyList<Reason> reasons, string actor, DateTimeOffset now)
    {
        if (row.Verdict is not null)
        {
            yield return new AuditEntry
            {
                EntryId = Guid.CreateVersion7(now),
                Site = row.Key.Site,
                SubmissionId = row.Key.Id,
                Version = row.Version,
                Kind = AuditKind.Verdict,
                Actor = $"policy:{row.PolicyVersion}",
                ToState = row.State,
                Verdict = row.Verdict,
                ReasonsJson = row.ReasonsJson,
                ModelVersion = row.ModelVersion,
                PolicyVersion = row.PolicyVersion,
                At = row.DecidedAt ?? now,
            };
        }

        yield return new AuditEntry
        {
            EntryId = Guid.CreateVersion7(now),
            Site = row.Key.Site,
            SubmissionId = row.Key.Id,
            Version = row.Version + 1,
            Kind = AuditKind.WordList,
            Actor = actor,
            FromState = row.State,
            ToState = SubmissionState.Flagged,
            ReasonsJson = PolicyJson.Write(reasons),
            At = now,
        };
    }

    private static StateChange Announced(Submission row, Page page, string actor, DateTimeOffset now) => new()
    {
        Before = row.State,
        After = row with { State = SubmissionState.Flagged, Version = row.Version + 1, DecidedAt = now, EffectiveAt = now },
        Page = page,
        DecidedBy = actor,
        Verdict = Verdict.Flag,
        Reasons = [ReasonCodes.WordList],
    };
}

/// <summary>What one call did.</summary>
internal sealed record AppliedWordList
{
    /// <summary>Comments looked at.</summary>
    public required int Examined { get; init; }

    /// <summary>Comments flagged.</summary>
    public required int Flagged { get; init; }

    /// <summary>Where to go on; null when everything was looked at.</summary>
    public ApprovedCursor? Next { get; init; }
}
