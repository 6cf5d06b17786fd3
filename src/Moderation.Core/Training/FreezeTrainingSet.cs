using Moderation.Models;
using Moderation.Sites;
using Moderation.Time;

namespace Moderation.Training;

/// <summary>Freezes what a site's people have said until now as a training set.</summary>
internal sealed class FreezeTrainingSet(LabelledTexts texts, LabelHoldStore holds, TrainingSetStore sets, ChallengerStore models, TimeProvider clock)
{
    /// <summary>Texts that are kept in one transaction: others write in between.</summary>
    private const int KeepAtOnce = 500;

    /// <summary>Reads, guards, splits and stores.</summary>
    /// <param name="site">Whose labels.</param>
    /// <param name="champion">SHA-256 of the model that decides now: what it learnt from cannot be held out.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="progress">Told in a few words what is being done.</param>
    /// <param name="rules">Bounds and guards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TrainingSet> HandleAsync(SiteId site, string champion, string actor, Action<string> progress, TrainingSetRules rules, CancellationToken cancellationToken)
    {
        IReadOnlyList<TrainingLabel> labels = await texts.ReadAsync(site, read => progress($"reading labels, {read} so far"), cancellationToken).ConfigureAwait(false);
        BuiltSet built = TrainingSetBuilder.Build(
            labels, await holds.ListAsync(site, cancellationToken).ConfigureAwait(false), await LearntAsync(champion, cancellationToken).ConfigureAwait(false), rules);
        DateTimeOffset now = clock.UtcNowMicros();
        foreach (PoisoningGuard.Burst burst in built.Bursts)
        {
            LabelHold hold = new()
            {
                HoldId = Guid.CreateVersion7(now),
                Site = site,
                Actor = burst.Actor,
                From = burst.From,
                To = burst.From.AddHours(1),
                Labels = burst.Labels,
                Violating = burst.Violating,
                State = LabelHoldState.Waiting,
                CreatedAt = now,
            };
            await holds.AddAsync(hold, cancellationToken).ConfigureAwait(false);
        }

        progress("keeping texts");
        await texts.ForgetAsync(site, cancellationToken).ConfigureAwait(false);
        foreach (Guid[] slice in built.Items.Select(item => item.SubmissionId).Chunk(KeepAtOnce))
        {
            await texts.KeepAsync(site, await texts.FindAsync(site, slice, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        TrainingSet set = new()
        {
            SetId = Guid.CreateVersion7(now),
            Site = site,
            Sha256 = TrainingItems.Write(built.Items).Sha256,
            Manifest = built.Manifest,
            Items = built.Items,
            CreatedAt = now,
            CreatedBy = actor,
        };
        await sets.AddAsync(set, cancellationToken).ConfigureAwait(false);
        return set;
    }

    // What the champion validated on counts as learnt too: its threshold was chosen there.
    private async Task<IReadOnlySet<Guid>> LearntAsync(string champion, CancellationToken cancellationToken)
    {
        Guid? setId = (await models.FindAsync(champion, cancellationToken).ConfigureAwait(false))?.SetId;
        TrainingSet? set = setId is { } known ? await sets.FindAsync(known, cancellationToken).ConfigureAwait(false) : null;
        return (set?.Items ?? []).Where(item => item.Part != TrainingPart.Holdout).Select(item => item.SubmissionId).ToHashSet();
    }
}
