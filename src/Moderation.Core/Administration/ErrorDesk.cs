using System.Globalization;
using Moderation.Messaging;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Administration;

/// <summary>
/// What could not be judged, for the person who puts it right: messages of the broker's error queues, and submissions of the store. Each is sent in again or discarded, with its
/// line in the audit trail. A line about the broker is written before the message moves: an act without a line would be worse than a line without an act.
/// </summary>
/// <remarks>There is no queue without a broker.</remarks>
internal sealed class ErrorDesk(Database database, DeadLetterStore letters, DeadLetterRedrive redrive, AuditStore audit, TimeProvider clock, ErrorRedrive? queue = null)
{
    /// <summary>The most that is shown of each source.</summary>
    public const int MaxShown = 100;

    /// <summary>What waits, oldest first.</summary>
    public async Task<WaitingLetters> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DeadLetter> stored = await letters.ListAsync(null, MaxShown, cancellationToken).ConfigureAwait(false);
        if (queue is null)
        {
            return new WaitingLetters([], stored, IsBrokerAway: false);
        }

        try
        {
            return new WaitingLetters(await queue.ListAsync(LetterFilter.Any, MaxShown, cancellationToken).ConfigureAwait(false), stored, IsBrokerAway: false);
        }
        catch (Exception problem) when (problem is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException)
        {
            return new WaitingLetters([], stored, IsBrokerAway: true);
        }
    }

    /// <summary>Sends one message of the error queues in again. False when it is not there any more.</summary>
    public async Task<bool> ReplayQueuedAsync(string handle, string actor, CancellationToken cancellationToken)
    {
        await LogAsync(null, actor, "letter_replayed", $"message {Short(handle)}", cancellationToken).ConfigureAwait(false);
        return queue is not null && (await queue.RunAsync(new LetterFilter { Handle = handle }, limit: 1, cancellationToken).ConfigureAwait(false)).Redriven == 1;
    }

    /// <summary>Throws one message of the error queues away. False when it is not there any more.</summary>
    public async Task<bool> DiscardQueuedAsync(string handle, string actor, CancellationToken cancellationToken)
    {
        await LogAsync(null, actor, "letter_discarded", $"message {Short(handle)}", cancellationToken).ConfigureAwait(false);
        return queue is not null && await queue.DiscardAsync(new LetterFilter { Handle = handle }, limit: 1, cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Sends in again everything that waits. Returns how much.</summary>
    public async Task<int> ReplayAllAsync(string actor, CancellationToken cancellationToken)
    {
        await LogAsync(null, actor, "letter_replayed", "everything that waited", cancellationToken).ConfigureAwait(false);
        RedriveResult done = await redrive.RunAsync(LetterFilter.Any, int.MaxValue, cancellationToken).ConfigureAwait(false);
        return (queue is null ? done : done + await queue.RunAsync(LetterFilter.Any, int.MaxValue, cancellationToken).ConfigureAwait(false)).Redriven;
    }

    /// <summary>Writes down that somebody sends in again whatever a filter means, before it is done.</summary>
    /// <param name="filter">What is meant. Only what has the form of a site or of a code is written down.</param>
    /// <param name="source"><c>queue</c>, <c>store</c>, or null for both.</param>
    /// <param name="limit">The most of each source.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    public Task LogRedriveAsync(LetterFilter filter, string? source, int limit, string actor, CancellationToken cancellationToken)
    {
        string code = filter.Code is null ? "everything" : filter.Code.Length <= 64 && filter.Code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? filter.Code : "a reason that is none";
        string from = source switch { "queue" => "the error queues", "store" => "the store", _ => "the error queues and the store" };
        string note = string.Create(CultureInfo.InvariantCulture, $"{code} that waited in {from}, up to {limit}");
        SiteId? site = filter.Site is { } text && SiteId.TryParse(text, out SiteId parsed) ? parsed : null;
        return LogAsync(site, actor, "letter_replayed", note, cancellationToken);
    }

    /// <summary>Has a stored submission judged again. False when its letter does not wait any more.</summary>
    public Task<bool> ReplayStoredAsync(Guid id, string actor, CancellationToken cancellationToken) => ChangeStoredAsync(id, "letter_replayed", actor, redrive.TryAgainAsync, cancellationToken);

    /// <summary>Forgets that a submission could not be judged; it stays flagged for a person. False when its letter does not wait any more.</summary>
    public Task<bool> DiscardStoredAsync(Guid id, string actor, CancellationToken cancellationToken) =>
        ChangeStoredAsync(id, "letter_discarded", actor, (unit, letter, token) => DeadLetterStore.DiscardAsync(unit, letter.DeadLetterId, token), cancellationToken);

    private async Task<bool> ChangeStoredAsync(Guid id, string what, string actor, Func<Unit, DeadLetter, CancellationToken, Task<bool>> change, CancellationToken cancellationToken) =>
        await letters.FindWaitingAsync(id, cancellationToken).ConfigureAwait(false) is { } letter
        && await database.RunAsync(
            async (unit, token) =>
            {
                if (!await change(unit, letter, token).ConfigureAwait(false))
                {
                    return false;
                }

                string note = string.Create(CultureInfo.InvariantCulture, $"{letter.Reason}, submission {letter.SubmissionId}");
                await audit.AppendManyAsync(unit, [AdminAudit.Entry(letter.Site, actor, what, null, note, clock.UtcNowMicros())], token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    private Task LogAsync(SiteId? site, string actor, string what, string note, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, what, null, note, clock.UtcNowMicros())], token), cancellationToken);

    private static string Short(string handle) => handle.Length <= 32 && handle.All(char.IsAsciiHexDigitLower) ? handle : "unknown";
}

/// <summary>What could not be judged.</summary>
/// <param name="Queued">Messages of the broker's error queues.</param>
/// <param name="Stored">Submissions of the store.</param>
/// <param name="IsBrokerAway">The queues could not be looked into.</param>
internal sealed record WaitingLetters(IReadOnlyList<QueuedLetter> Queued, IReadOnlyList<DeadLetter> Stored, bool IsBrokerAway);
