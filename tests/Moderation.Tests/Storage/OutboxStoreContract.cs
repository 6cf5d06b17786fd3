using Moderation.Messaging;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Events leave in order, at least once, and a reader of the feed never misses one.</summary>
public abstract class OutboxStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = StoreFixture.Start;

    private OutboxStore Outbox => new(fixture.Database);

    [Fact]
    public async Task An_event_comes_back_as_it_was_appended_and_in_the_order_of_appending()
    {
        SubmissionKey key = await KeyAsync();
        OutboxEvent[] events = [.. Enumerable.Range(1, 20).Select(version => Some.Event(key, version) with { Payload = $$"""{"n":{{version}},"t":"å👍"}""" })];
        await AppendAsync(events);
        IReadOnlyList<OutboxEvent> read = await FeedAsync(key.Site);
        Assert.Equal(events, read.Select(row => row with { Position = 0 }));
        Assert.Equal(read.Select(row => row.Position).Order(), read.Select(row => row.Position));
        Assert.Equal(20, read.Select(row => row.Position).Distinct().Count());
    }

    [Fact]
    public async Task The_same_event_is_appended_once()
    {
        OutboxEvent once = Some.Event(await KeyAsync());
        await AppendAsync(once);
        await AppendAsync(once with { Payload = "changed" });
        Assert.Equal(once.Payload, Assert.Single(await FeedAsync(once.Key.Site)).Payload);
    }

    [Fact]
    public async Task The_bell_rings_when_events_are_committed_and_not_before()
    {
        OutboxStore outbox = Outbox;
        OutboxEvent one = Some.Event(await KeyAsync());
        Task rung = Task.CompletedTask;
        await fixture.Database.RunAsync(
            async (unit, token) =>
            {
                await outbox.AppendManyAsync(unit, [one], token);
                rung = outbox.Bell.WaitAsync(TimeSpan.FromDays(1), TimeProvider.System, token);
                Assert.False(rung.IsCompleted);
            },
            None);
        await rung.WaitAsync(TimeSpan.FromMinutes(1), None);
    }

    [Fact]
    public async Task The_bell_does_not_ring_for_what_was_rolled_back()
    {
        OutboxStore outbox = Outbox;
        OutboxEvent lost = Some.Event(await KeyAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Database.RunAsync(
            async (unit, token) =>
            {
                await outbox.AppendManyAsync(unit, [lost], token);
                throw new InvalidOperationException("after the append");
            },
            None));
        using CancellationTokenSource stop = new();
        Task waiting = outbox.Bell.WaitAsync(TimeSpan.FromDays(1), TimeProvider.System, stop.Token);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await waiting;
    }

    [Fact]
    public async Task An_event_of_a_unit_that_failed_was_never_there()
    {
        OutboxEvent lost = Some.Event(await KeyAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Database.RunAsync(
            async (unit, token) =>
            {
                await Outbox.AppendManyAsync(unit, [lost], token);
                throw new InvalidOperationException("after the append");
            },
            None));
        Assert.Empty(await FeedAsync(lost.Key.Site));
    }

    [Fact]
    public async Task What_was_sent_is_not_claimed_again_and_what_was_not_is()
    {
        OutboxEvent[] events = await AppendAfterAllAsync(Now, Now, Now);
        Assert.Equal([events[0].EventId, events[1].EventId], await DispatchAsync(limit: 2));
        Assert.Equal([events[2].EventId], await DispatchAsync(limit: 2));
        Assert.Empty(await DispatchAsync(limit: 2));
    }

    [Fact]
    public async Task Of_what_was_claimed_the_first_can_be_marked_alone()
    {
        OutboxEvent[] events = await AppendAfterAllAsync(Now, Now);
        Assert.Equal(events.Select(one => one.EventId), await DispatchAsync(limit: 10, sent: 1));
        Assert.Equal([events[1].EventId], await DispatchAsync(limit: 10));
    }

    [Fact]
    public async Task A_dispatcher_that_dies_leaves_its_events_to_the_next()
    {
        OutboxEvent waiting = (await AppendAfterAllAsync(Now)).Single();
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Database.RunAsync(
            async (unit, token) =>
            {
                IReadOnlyList<OutboxEvent> claimed = await Outbox.ClaimDueAsync(unit, Now, 1_000, token);
                Assert.Equal([waiting.EventId], claimed.Select(row => row.EventId));
                await Outbox.MarkSentAsync(unit, claimed, Now, token);
                throw new InvalidOperationException("the broker went away");
            },
            None));
        Assert.Equal([waiting.EventId], await DispatchAsync(limit: 10));
    }

    [Fact]
    public async Task An_event_that_others_overtook_still_leaves_and_once()
    {
        OutboxEvent[] events = await AppendAfterAllAsync(Now.AddSeconds(10), Now);
        Assert.Equal([events[1].EventId], await DispatchAsync(limit: 10));
        Assert.Equal([events[0].EventId], await DispatchAsync(limit: 10, asOf: Now.AddSeconds(10)));
        Assert.Empty(await DispatchAsync(limit: 10, asOf: Now.AddSeconds(20)));
    }

    [Fact]
    public async Task What_was_sent_is_sent_once_more_when_it_is_asked_for()
    {
        OutboxEvent[] events = await AppendAfterAllAsync(Now, Now);
        await DispatchAsync(limit: 10);
        await AskAgainAsync(events[0], Now.AddSeconds(1));
        await AskAgainAsync(events[0], Now.AddSeconds(2));
        Assert.Equal([events[0].EventId], await DispatchAsync(limit: 10, asOf: Now.AddSeconds(2)));
        Assert.Empty(await DispatchAsync(limit: 10, asOf: Now.AddSeconds(20)));
    }

    [Fact]
    public async Task An_event_that_is_asked_for_while_it_is_sent_again_leaves_another_time()
    {
        OutboxEvent one = (await AppendAfterAllAsync(Now)).Single();
        await DispatchAsync(limit: 10);
        await AskAgainAsync(one, Now);
        IReadOnlyList<OutboxEvent> inHand = await Outbox.ListDueAsync(Now, 10, None);
        await AskAgainAsync(one, Now.AddMicroseconds(1));
        await fixture.Database.RunAsync((unit, token) => Outbox.MarkSentAsync(unit, inHand, Now, token), None);
        Assert.Equal([one.EventId], await DispatchAsync(limit: 10, asOf: Now.AddMicroseconds(1)));
    }

    [Fact]
    public async Task An_event_that_waits_for_its_turn_or_its_time_is_not_sent_twice_or_early_for_being_asked_for()
    {
        OutboxEvent[] events = await AppendAfterAllAsync(Now, Now.AddSeconds(10));
        await AskAgainAsync(events[0], Now);
        await AskAgainAsync(events[1], Now);
        Assert.Equal([events[0].EventId], await DispatchAsync(limit: 10, asOf: Now.AddSeconds(9)));
        Assert.Equal([events[1].EventId], await DispatchAsync(limit: 10, asOf: Now.AddSeconds(10)));
    }

    [Fact]
    public async Task A_delayed_event_that_is_taken_back_never_leaves_and_one_that_is_due_stays()
    {
        OutboxEvent[] events = await AppendAfterAllAsync(Now.AddSeconds(10), Now);
        foreach (OutboxEvent one in events)
        {
            await fixture.Database.RunAsync((unit, token) => Outbox.RemoveDelayedAsync(unit, [one.EventId], Now.AddSeconds(9), token), None);
        }

        Assert.Equal([events[1].EventId], await DispatchAsync(limit: 10, asOf: Now.AddSeconds(20)));
        Assert.Equal([events[1].EventId], (await FeedAsync(events[0].Key.Site)).Select(row => row.EventId));
    }

    [Fact]
    public async Task An_event_leaves_when_it_is_effective_and_not_before()
    {
        SubmissionKey key = await KeyAsync();
        OutboxEvent later = Some.Event(key, 1, Now.AddSeconds(10));
        OutboxEvent now = Some.Event(key, 2);
        await AppendAsync(later, now);
        Assert.Equal([now.EventId], await DueAsync(key.Site, Now.AddSeconds(10).AddMicroseconds(-1)));
        Assert.Equal([later.EventId, now.EventId], await DueAsync(key.Site, Now.AddSeconds(10)));
    }

    [Fact]
    public async Task The_feed_waits_for_an_event_that_is_not_effective_yet()
    {
        SubmissionKey key = await KeyAsync();
        OutboxEvent[] events = [Some.Event(key, 1), Some.Event(key, 2, Now.AddSeconds(10)), Some.Event(key, 3)];
        await AppendAsync(events);
        IReadOnlyList<OutboxEvent> early = await FeedAsync(key.Site);
        Assert.Equal([events[0].EventId], early.Select(row => row.EventId));
        Assert.Equal([events[1].EventId, events[2].EventId], (await Outbox.ListAfterAsync(key.Site, early[0].Position, Now.AddSeconds(10), 10, None)).Select(row => row.EventId));
    }

    [Fact]
    public async Task The_feed_of_a_site_has_only_its_own_events_and_goes_by_position()
    {
        SubmissionKey key = await KeyAsync();
        await AppendAsync(Some.Event(key, 1), Some.Event(await KeyAsync()), Some.Event(key, 2), Some.Event(key, 3));
        IReadOnlyList<OutboxEvent> first = await Outbox.ListAfterAsync(key.Site, 0, Now, 2, None);
        IReadOnlyList<OutboxEvent> second = await Outbox.ListAfterAsync(key.Site, first[^1].Position, Now, 2, None);
        Assert.Equal([1, 2, 3], first.Concat(second).Select(row => row.Version));
        Assert.Empty(await Outbox.ListAfterAsync(key.Site, second[^1].Position, Now, 2, None));
    }

    [Fact]
    public async Task A_reader_that_follows_many_writers_misses_nothing()
    {
        const int Writers = 6;
        const int Units = 25;
        SubmissionKey key = await KeyAsync();
        Task writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Units; i++)
            {
                await AppendAsync(Some.Event(key), Some.Event(key));
            }
        })));

        HashSet<Guid> seen = [];
        long position = 0;
        bool isLast;
        do
        {
            // Asked before the read: what was committed by then must be in it.
            isLast = writing.IsCompleted;
            foreach (OutboxEvent row in await Outbox.ListAfterAsync(key.Site, position, Now, 1_000, None))
            {
                Assert.True(row.Position > position);
                position = row.Position;
                seen.Add(row.EventId);
            }
        }
        while (!isLast);
        await writing;
        Assert.Equal(Writers * Units * 2, seen.Count);
    }

    private async Task<SubmissionKey> KeyAsync() => new((await fixture.SiteAsync()).Id, new SubmissionId(Some.Id()));

    private Task AppendAsync(params OutboxEvent[] events) => fixture.Database.RunAsync((unit, token) => Outbox.AppendManyAsync(unit, events, token), None);

    private Task<IReadOnlyList<OutboxEvent>> FeedAsync(SiteId site) => Outbox.ListAfterAsync(site, 0, Now, 10_000, None);

    private async Task<IEnumerable<Guid>> DueAsync(SiteId site, DateTimeOffset asOf) =>
        (await Outbox.ListDueAsync(asOf, 10_000, None)).Where(row => row.Key.Site == site).Select(row => row.EventId);

    /// <summary>Appends events of one submission, effective at the times given, when nothing else waits.</summary>
    private async Task<OutboxEvent[]> AppendAfterAllAsync(params DateTimeOffset[] effectiveAt)
    {
        while ((await DispatchAsync(limit: 10_000, asOf: Now.AddDays(1))).Count > 0)
        {
        }

        SubmissionKey key = await KeyAsync();
        OutboxEvent[] events = [.. effectiveAt.Select((at, index) => Some.Event(key, index + 1, at))];
        await AppendAsync(events);
        return events;
    }

    private Task AskAgainAsync(OutboxEvent one, DateTimeOffset at) => fixture.Database.RunAsync((unit, token) => Outbox.SendAgainAsync(unit, [one.EventId], at, token), None);

    /// <summary>Claims, and marks the first so many as sent; returns what was claimed.</summary>
    private Task<IReadOnlyList<Guid>> DispatchAsync(int limit, DateTimeOffset? asOf = null, int sent = int.MaxValue) => fixture.Database.RunAsync<IReadOnlyList<Guid>>(
        async (unit, token) =>
        {
            IReadOnlyList<OutboxEvent> claimed = await Outbox.ClaimDueAsync(unit, asOf ?? Now, limit, token);
            await Outbox.MarkSentAsync(unit, [.. claimed.Take(sent)], asOf ?? Now, token);
            return [.. claimed.Select(row => row.EventId)];
        },
        None);
}

public sealed class OutboxStoreOnSqlite(SqliteFixture fixture) : OutboxStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class OutboxStoreOnPostgres(PostgresFixture fixture) : OutboxStoreContract(fixture), IClassFixture<PostgresFixture>
{
    private readonly StoreFixture fixture = fixture;

    /// <summary>SQLite has one writer, so a second claim waits there; PostgreSQL has to be told.</summary>
    [Fact]
    public async Task While_one_process_sends_another_claims_nothing()
    {
        OutboxStore outbox = new(fixture.Database);
        OutboxEvent waiting = Some.Event(new SubmissionKey((await fixture.SiteAsync()).Id, new SubmissionId(Some.Id())));
        await fixture.Database.RunAsync((unit, token) => outbox.AppendManyAsync(unit, [waiting], token), CancellationToken.None);
        await fixture.Database.RunAsync(
            async (first, token) =>
            {
                Assert.NotEmpty(await outbox.ClaimDueAsync(first, StoreFixture.Start, 10, token));
                Assert.Empty(await fixture.Database.RunAsync((second, inner) => outbox.ClaimDueAsync(second, StoreFixture.Start, 10, inner), token));
            },
            CancellationToken.None);
        Assert.NotEmpty(await fixture.Database.RunAsync((unit, token) => outbox.ClaimDueAsync(unit, StoreFixture.Start, 10, token), CancellationToken.None));
    }

    /// <summary>Without the turn, the second unit would draw the higher position and commit it first: a reader would go past the lower one.</summary>
    [Fact]
    public async Task A_position_is_drawn_only_when_the_lower_ones_are_committed()
    {
        OutboxStore outbox = new(fixture.Database);
        SubmissionKey key = new((await fixture.SiteAsync()).Id, new SubmissionId(Some.Id()));
        OutboxEvent slow = Some.Event(key, 1);
        OutboxEvent fast = Some.Event(key, 2);
        Task second = Task.CompletedTask;
        await fixture.Database.RunAsync(
            async (unit, token) =>
            {
                await outbox.AppendManyAsync(unit, [slow], token);
                second = fixture.Database.RunAsync((other, inner) => outbox.AppendManyAsync(other, [fast], inner), token);
                await WaitsForLockAsync(token);
                Assert.Empty(await outbox.ListAfterAsync(key.Site, 0, StoreFixture.Start, 10, token));
            },
            CancellationToken.None);
        await second;
        Assert.Equal([1, 2], (await outbox.ListAfterAsync(key.Site, 0, StoreFixture.Start, 10, CancellationToken.None)).Select(row => row.Version));
    }

    /// <summary>Returns when a session of this database waits for an advisory lock.</summary>
    private async Task WaitsForLockAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        const string Waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'";
        while (await fixture.Database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(Waiting, null, token), deadline.Token) == 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
