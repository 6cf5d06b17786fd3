using Moderation.Labels;
using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Feedback;

/// <summary>
/// Keeps what clients of other services say about texts. Nothing is decided by it and nothing retrained: where the text is a stored submission it becomes a label of
/// little weight beside those of moderators, otherwise it stands alone until somebody confirms it. Saying the same again changes nothing.
/// </summary>
internal sealed class RecordFeedback(Database database, FeedbackStore store, SubmissionStore submissions, LabelStore labels, BodyHasher bodies, TimeProvider clock)
{
    /// <summary>The longest text that is kept, in UTF-16 units; the rest teaches nothing new.</summary>
    public const int MaxBodyChars = 20_000;

    /// <summary>True when something new was said; false for a repetition and for a test key.</summary>
    public async Task<bool> HandleAsync(FeedbackNote note, CancellationToken cancellationToken)
    {
        if (note.Key.IsTest)
        {
            return false;
        }

        byte[] digest = bodies.Hash(note.Key.Site, TextNormalizer.Normalize(note.Text).Text);
        string? body = note.Key.Options.HasFlag(KeyOptions.Store) ? AddressMask.Mask(Cut(note.Text)) : null;
        DateTimeOffset now = clock.UtcNowMicros();
        return await database.RunAsync(
            async (unit, token) =>
            {
                Submission? about = await FindAsync(unit, note, digest, token).ConfigureAwait(false);
                bool isNew = false;
                foreach ((Category category, double value) in note.Values)
                {
                    isNew |= await store.SayAsync(
                        unit,
                        new Statement
                        {
                            StatementId = Guid.CreateVersion7(now),
                            Site = note.Key.Site,
                            KeyId = note.Key.KeyId,
                            Door = note.Door,
                            CheckId = note.CheckId,
                            Submission = about?.Key.Id,
                            Digest = digest,
                            Body = body,
                            Category = category,
                            Value = value,
                            RecordedAt = now,
                        },
                        token).ConfigureAwait(false);
                }

                if (isNew && about is not null)
                {
                    await LabelAsync(unit, note, about.Key, now, token).ConfigureAwait(false);
                }

                return isNew;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last word counts, unless somebody of the house has confirmed one.</summary>
    private async Task LabelAsync(Unit unit, FeedbackNote note, SubmissionKey submission, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((await FeedbackStore.ListAsync(unit, submission, cancellationToken).ConfigureAwait(false)).Any(said => said.ConfirmedAt is not null && said.Weight > 0))
        {
            await FeedbackLabel.WeighAsync(unit, labels, submission, now, cancellationToken).ConfigureAwait(false);
        }
        else if (ToLabel(note, submission, now) is { } label)
        {
            await labels.SetAsync(unit, label, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The submission it is about: the one that is named, else the newest with this text; of this site, and no test.</summary>
    private async Task<Submission?> FindAsync(Unit unit, FeedbackNote note, byte[] digest, CancellationToken cancellationToken)
    {
        foreach (SubmissionId id in new[] { note.Submission, note.CheckId is { } check ? new SubmissionId(check) : null }.OfType<SubmissionId>())
        {
            if (await submissions.FindAsync(unit, new SubmissionKey(note.Key.Site, id), cancellationToken).ConfigureAwait(false) is { IsTest: false, State: not SubmissionState.Erased } row)
            {
                return row;
            }
        }

        return await store.FindSubmissionAsync(unit, note.Key.Site, digest, cancellationToken).ConfigureAwait(false) is { } known
            ? await submissions.FindAsync(unit, new SubmissionKey(note.Key.Site, known), cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>What it says of the text as a whole; null when it says nothing.</summary>
    private static Label? ToLabel(FeedbackNote note, SubmissionKey submission, DateTimeOffset now)
    {
        Category[] violated = [.. note.Values.Where(said => said.Value >= 0.5).Select(said => said.Key)];
        return violated.Length == 0 && !note.Values.Keys.Any(FeedbackLabel.MakesAcceptable)
            ? null
            : FeedbackLabel.Of(submission, note.Key.KeyId, violated.Length > 0 ? violated[0] : null, Label.UnconfirmedWeight, now);
    }

    private static string Cut(string text) =>
        text.Length <= MaxBodyChars ? text : text[..(char.IsHighSurrogate(text[MaxBodyChars - 1]) ? MaxBodyChars - 1 : MaxBodyChars)];
}
