using System.Text;
using Moderation.Contracts;
using Moderation.Privacy;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Telemetry;

namespace Moderation.Messaging;

/// <summary>Writes events into the outbox, in the transaction that makes the change they announce.</summary>
internal sealed class EventWriter(OutboxStore outbox)
{
    /// <summary>One event per change. The bytes of an event are fixed here, once, so that every delivery of it is the same.</summary>
    public Task AppendAsync(Unit unit, IReadOnlyList<StateChange> changes, CancellationToken cancellationToken) =>
        outbox.AppendManyAsync(unit, [.. changes.Select(Row)], cancellationToken);

    /// <summary>Has the current state of submissions announced once more, with the event that announced it first. Nothing for those that were not decided yet.</summary>
    public Task AnnounceAgainAsync(Unit unit, IReadOnlyList<Submission> submissions, DateTimeOffset now, CancellationToken cancellationToken) =>
        outbox.SendAgainAsync(unit, [.. submissions.Where(row => row.DecidedAt is not null).Select(row => EventIds.For(row.Key, row.Version, row.DecidedAt!.Value))], now, cancellationToken);

    /// <summary>Takes the events of submissions' current states back, provided that they are not due yet; what is due stays.</summary>
    public Task UnsendAsync(Unit unit, IReadOnlyList<Submission> submissions, DateTimeOffset now, CancellationToken cancellationToken) => outbox.RemoveDelayedAsync(
        unit,
        [.. submissions.Where(row => row.DecidedAt is not null && row.EffectiveAt > now).Select(row => EventIds.For(row.Key, row.Version, row.DecidedAt!.Value))],
        now,
        cancellationToken);

    /// <summary>The event of a change. Addresses in the page's URL or name are masked, as at every edge.</summary>
    internal static ReplyDecided Event(StateChange change, Guid eventId, DateTimeOffset decidedAt)
    {
        Submission after = change.After;
        return new ReplyDecided
        {
            EventId = eventId,
            Id = after.Key.Id.Value,
            Version = after.Version,
            Site = after.Key.Site.Value,
            Page = new DecidedPage { Url = AddressMask.MaskUrl(change.Page.Url) ?? "", Id = AddressMask.Mask(change.Page.ExternalId) },
            State = after.State.ToText(),
            PreviousState = change.Before.ToText(),
            Verdict = change.Verdict?.ToText(),
            Reasons = change.Reasons,
            DecidedBy = change.DecidedBy,
            DecidedAt = decidedAt,
            EffectiveAt = after.EffectiveAt ?? decidedAt,
            ModelVersion = after.ModelVersion,
            PolicyVersion = after.PolicyVersion,
            Test = after.IsTest ? true : null,
        };
    }

    private static OutboxEvent Row(StateChange change)
    {
        Submission after = change.After;
        DateTimeOffset decidedAt = after.DecidedAt ?? throw new InvalidOperationException($"Submission {after.Key.Id} is announced before it was decided.");
        Guid eventId = EventIds.For(after.Key, after.Version, decidedAt);
        ReplyDecided decided = Event(change, eventId, decidedAt);
        return new OutboxEvent
        {
            EventId = eventId,
            Key = change.After.Key,
            Version = decided.Version,
            RoutingKey = $"{decided.Site}.{decided.State}",
            Payload = Encoding.UTF8.GetString(ReplyDecidedJson.Write(decided)),
            OccurredAt = decided.DecidedAt,
            EffectiveAt = decided.EffectiveAt,
            TraceParent = change.TraceParent ?? Traces.Current,
        };
    }
}
