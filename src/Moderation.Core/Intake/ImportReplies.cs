using Moderation.Labels;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>
/// Stores what another system kept, with its times and its decisions; the last decision about a text is a label to learn from. Nothing is announced: whoever exported it knows. What is there already stays as it is, so that an import can be repeated.
/// </summary>
internal sealed class ImportReplies(Database database, ReplyPreparer preparer, ReplyPlacer placer, SubmissionStore submissions, AuditStore audit, LabelStore labels)
{
    /// <summary>Who stands in the trail for decisions that were made elsewhere.</summary>
    public const string Actor = "site";

    private const string LabelActor = "import";

    /// <summary>Stores a batch in one transaction; an earlier reply of it, or one stored before, may be the parent of a later one. Returns the keys that are new.</summary>
    public Task<IReadOnlySet<SubmissionKey>> HandleAsync(IReadOnlyList<ImportedReply> batch, CancellationToken cancellationToken)
    {
        ImportedReply[] first = [.. batch.DistinctBy(one => (one.Reply.Site, one.Reply.Id))];
        PreparedReply[] prepared = [.. first.Select(one => preparer.Prepare(one.Reply, SubmissionSource.Http, isTest: false, isVouchedFor: true, Sender.Unknown))];
        return database.RunAsync(
            async (unit, token) =>
            {
                IReadOnlyList<PlacedReply> placed = await placer.PlaceAsync(unit, prepared, (_, _) => null, token).ConfigureAwait(false);
                Submission[] rows = [.. placed.Select((one, index) => Stand(one.Submission, first[index]))];
                IReadOnlySet<SubmissionKey> added = await submissions.InsertManyAsync(unit, rows, token).ConfigureAwait(false);
                AuditEntry[] entries = [.. rows.SelectMany((row, index) => added.Contains(row.Key) ? Trail(row, first[index]) : [])];
                await audit.AppendManyAsync(unit, entries, token).ConfigureAwait(false);
                Label[] said = [.. rows.Select((row, index) => added.Contains(row.Key) ? LabelOf(row, first[index]) : null).OfType<Label>()];
                await labels.SetManyAsync(unit, said, token).ConfigureAwait(false);
                return added;
            },
            cancellationToken);
    }

    private static Submission Stand(Submission row, ImportedReply imported)
    {
        if (imported.State == SubmissionState.Received)
        {
            return row;
        }

        DateTimeOffset decided = imported.Decisions.Count > 0 ? imported.Decisions[^1].At : row.SubmittedAt;
        return row with { State = imported.State, Version = Math.Max(1, imported.Decisions.Count), ReceivedAt = row.SubmittedAt, DecidedAt = decided, EffectiveAt = decided };
    }

    // A state without a decision may be the word of a machine.
    private static Label? LabelOf(Submission row, ImportedReply imported) =>
        imported.Decisions.Count == 0 || imported.Decisions[^1] is not { Decision: "approve" or "restore" or "reject" or "remove" } last || !LabelReasons.IsLabel(last.Reason) ? null
            : last.Decision is "reject" or "remove" ? new Label { Key = row.Key, Source = LabelSource.Import, IsViolating = true, Reason = last.Reason, Actor = LabelActor, At = last.At }
            : new Label { Key = row.Key, Source = LabelSource.Import, IsViolating = false, Actor = LabelActor, At = last.At };

    private static IEnumerable<AuditEntry> Trail(Submission row, ImportedReply imported) => imported.Decisions.Select((decision, index) => new AuditEntry
    {
        EntryId = Guid.CreateVersion7(decision.At),
        Site = row.Key.Site,
        SubmissionId = row.Key.Id,
        Version = index + 1,
        Kind = AuditKind.Decision,
        Actor = Actor,
        Decision = decision.Decision,
        Reason = decision.Reason,
        Note = decision.Note,
        At = decision.At,
    });
}
