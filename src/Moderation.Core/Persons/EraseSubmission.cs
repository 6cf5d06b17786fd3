using Moderation.Blocks;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Persons;

/// <summary>
/// Legal erasure of one submission: text and author are destroyed with everything that hangs on them, the row and its trail stay, and receivers are told. There is no way back.
/// </summary>
internal sealed class EraseSubmission(
    Database database, SubmissionStore submissions, PageStore pages, AuditStore audit, EventWriter events, DecisionSignal signal, BlockNames names, TimeProvider clock)
{
    /// <summary>The reason code of the event.</summary>
    public const string ErasedReason = "erased";

    private const string EraseSql = """
        update submission
        set state = 'erased', version = version + 1, decided_at = @now, effective_at = @now, body = '', author_name = '', author_url = null, email_sealed = null, email_hash = null,
            author_key = null, network_hash = null, network_block = null, body_hash = @none, content_hash = @none, reasons = null, featured = false, escalated_at = null, reported_at = null
        where site_id = @site and id = @id and state = @from and version = @version
        """;

    /// <summary>True when it was erased now, false when it is unknown or was erased before. Erasing again erases what came to it since.</summary>
    /// <param name="key">Which.</param>
    /// <param name="actor">Who asked, for the trail and the event: <c>author</c> or <c>system</c>.</param>
    /// <param name="cancellationToken">Stops before the commit, not after.</param>
    public async Task<bool> HandleAsync(SubmissionKey key, string actor, CancellationToken cancellationToken)
    {
        bool isErased = await database.RunAsync((unit, token) => EraseAsync(unit, key, actor, token), cancellationToken).ConfigureAwait(false);
        if (isErased)
        {
            signal.Announce(key);
        }

        return isErased;
    }

    private async Task<bool> EraseAsync(Unit unit, SubmissionKey key, string actor, CancellationToken cancellationToken)
    {
        Submission? row = await submissions.FindAsync(unit, key, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            return false;
        }

        DateTimeOffset now = clock.UtcNowMicros();
        if (!SubmissionStateMachine.TryNext(row.State, SubmissionEvent.Erase, out SubmissionState next))
        {
            await ErasedData.EraseAsync(unit, row, [], now, cancellationToken).ConfigureAwait(false);
            return false;
        }

        var arguments = new { site = key.Site.Value, id = key.Id.Value, from = row.State.ToText(), version = row.Version, now, none = Array.Empty<byte>() };
        if (await unit.ExecuteAsync(EraseSql, arguments, cancellationToken).ConfigureAwait(false) != 1)
        {
            // Somebody decided between the look and the write: the caller looks again.
            throw new InvalidOperationException($"Submission {key.Id} changed while it was being erased.");
        }

        Submission after = row with { State = next, Version = row.Version + 1, DecidedAt = now, EffectiveAt = now, Body = "", AuthorName = "", AuthorUrl = null };
        await ErasedData.EraseAsync(unit, row, HashesOf(row), now, cancellationToken).ConfigureAwait(false);
        await audit.AppendManyAsync(unit, [Entry(row, after, actor, now)], cancellationToken).ConfigureAwait(false);
        Page page = (await pages.FindManyAsync(unit, [row.PageId], cancellationToken).ConfigureAwait(false))[row.PageId];

        // What nobody has seen yet is not told any more.
        await events.UnsendAsync(unit, [row], now, cancellationToken).ConfigureAwait(false);
        await events.AppendAsync(unit, [new StateChange { Before = row.State, After = after, Page = page, DecidedBy = actor, Reasons = [ErasedReason] }], cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>By what a block could recognise the author: who the website says it is, the address, the name.</summary>
    private IReadOnlyList<byte[]> HashesOf(Submission row) =>
        [.. new[] { row.AuthorKey, row.EmailHash, row.AuthorName.Length > 0 ? names.Hash(row.Key.Site, row.AuthorName) : null }.OfType<byte[]>()];

    private static AuditEntry Entry(Submission before, Submission after, string actor, DateTimeOffset now) => new()
    {
        EntryId = Guid.CreateVersion7(now),
        Site = before.Key.Site,
        SubmissionId = before.Key.Id,
        Version = after.Version,
        Kind = AuditKind.Erasure,
        Actor = actor,
        FromState = before.State,
        ToState = after.State,
        At = now,
    };
}
