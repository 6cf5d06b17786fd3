using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using SQLitePCL;

namespace Moderation.Benchmarks.Campaigns;

/// <summary>A store with as many submissions as a site gets in years, made inside it: all texts differ, and one in ten belongs to a campaign of long ago. Counts what is read in it.</summary>
internal sealed class StoredSubmissions(Database database, bool isPostgres)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private long steps;
    private int made;

    public Database Database => database;

    public Page Page { get; private set; } = null!;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One submission, from which the others are copied.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        SiteId site = SiteId.Parse("bench");
        await new SiteStore(database).AddAsync(new Site { Id = site, Name = "Bench", AllowedOrigins = [], PublicKeySalt = "salt", CreatedAt = Start }, [1, 2, 3], cancellationToken);
        Page = (await database.RunAsync((unit, token) => new PageStore(database).ResolveManyAsync(unit, site, [new PageReferenceToResolve { Url = "https://gazette.example/bridge" }], token), cancellationToken)).Single();
        await AddAsync(["the first of all"], Start, SubmissionState.Approved, cancellationToken);
        Count = 1;
    }

    /// <summary>Fills up to a number.</summary>
    public async Task FillAsync(int count, CancellationToken cancellationToken)
    {
        string columns = SubmissionRow.Columns;
        foreach ((string column, string value) in new[]
        {
            ("id", Id("number")),
            ("received_at", isPostgres ? "received_at + number * interval '1 second'" : "strftime('%Y-%m-%dT%H:%M:%S', substr(received_at, 1, 19), '+' || number || ' seconds') || substr(received_at, 20)"),
            ("body", string.Join(" || ' ' || ", new[] { 7919, 104729, 15485863, 32452843, 49979687, 67867967, 86028121, 122949823 }.Select(prime => $"'w' || ((number * {prime}) % 1000003)"))),
            ("state", "case when number % 10 = 0 then 'flagged' else 'approved' end"),
        })
        {
            columns = Regex.Replace(columns, $@"(?<!\w){column}(?!\w)", value);
        }

        const int Part = 50_000;
        for (; Count < count; Count = Math.Min(count, Count + Part))
        {
            var range = new { site = Page.Site.Value, first = Count, last = Math.Min(count, Count + Part) - 1, campaign = CampaignSize };
            string numbers = isPostgres ? "generate_series(cast(@first as bigint), @last) as numbers(number)" : "(with recursive every(number) as (select @first union all select number + 1 from every where number < @last) select number from every) numbers";
            string old = isPostgres ? "cast('2026-01-01T00:00:00Z' as timestamptz)" : "'2026-01-01T00:00:00.000000Z'";
            await database.RunAsync(
                async (unit, token) =>
                {
                    await unit.ExecuteAsync($"insert into submission ({SubmissionRow.Columns}) select {columns} from submission, {numbers} where site_id = @site and body = 'the first of all'", range, token);
                    await unit.ExecuteAsync(
                        $"""
                        insert into campaign (campaign_id, site_id, number, kind, sample_id, sketch, size, unlike_id, unlike_likeness, first_at, last_at, active_until)
                        select {Id("number")}, @site, number + 1000000, 'text', {Id("number")}, {(isPostgres ? "decode('00000000', 'hex')" : "x'00000000'")}, 100, {Id("number")}, 1, {old}, {old}, {old}
                        from {numbers}
                        where number % @campaign = 0 or number = @first
                        """,
                        range,
                        token);
                    await unit.ExecuteAsync(
                        $"insert into campaign_member (site_id, submission_id, campaign_id, likeness, joined_at) select @site, {Id("number")}, {Id("case when number - number % @campaign < @first then @first else number - number % @campaign end")}, 0.5, {old} from {numbers} where number % @campaign < 100",
                        range,
                        token);
                },
                cancellationToken);
        }

        if (isPostgres)
        {
            await database.ReadAsync((unit, token) => unit.ExecuteAsync("analyze submission, campaign, campaign_member", null, token), cancellationToken);
        }
    }

    /// <summary>No campaign takes members any more: how many do is another matter than how much is stored.</summary>
    public Task<int> EndCampaignsAsync(CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            await unit.ExecuteAsync("update campaign_turn set changes = changes + 1", null, token);
            return await unit.ExecuteAsync("update campaign set active_until = @then where active_until > @then", new { then = Start.AddYears(-1) }, token);
        },
        cancellationToken);

    /// <summary>Stores newcomers.</summary>
    public async Task<IReadOnlyList<Submission>> AddAsync(IReadOnlyList<string> texts, DateTimeOffset at, SubmissionState state, CancellationToken cancellationToken)
    {
        Submission[] rows = [.. texts.Select((text, index) => Row(text, at.AddMilliseconds(index), state))];
        await database.RunAsync((unit, token) => new SubmissionStore(database).InsertManyAsync(unit, rows, token), cancellationToken);
        return rows;
    }

    /// <summary>What a piece of work reads: rows of tables on PostgreSQL, instructions of the engine on SQLite, in tens.</summary>
    public async Task<long> ReadsAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        if (isPostgres)
        {
            long before = await TakenAsync(cancellationToken);
            await work();
            return await TakenAsync(cancellationToken) - before;
        }

        steps = 0;
        await Task.WhenAll(database.ReadAsync(WatchAsync, cancellationToken));
        await database.RunAsync(WatchAsync, cancellationToken);
        long own = steps;
        await work();
        return steps - own;
    }

    private Task<bool> WatchAsync(Unit unit, CancellationToken cancellationToken)
    {
        raw.sqlite3_progress_handler(((SqliteConnection)unit.Connection).Handle, 10, _ => (int)(0 * Interlocked.Increment(ref steps)), null);
        return Task.FromResult(true);
    }

    /// <summary>All connections are one, so that its own count is written before it is read.</summary>
    private Task<long> TakenAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async (unit, token) =>
        {
            await unit.ExecuteAsync("select pg_stat_force_next_flush()", null, token);
            await unit.ExecuteAsync("select pg_stat_clear_snapshot()", null, token);
            return await unit.QuerySingleOrDefaultAsync<long>("select cast(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as bigint) from pg_stat_user_tables where relname not in ('pg_stat_user_tables')", null, token);
        },
        cancellationToken);

    private const int CampaignSize = 1_000;

    private string Id(string number) => isPostgres
        ? $"cast(lpad(to_hex({number}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex({number}), 12, '0') as uuid)"
        : $"printf('%08x-0000-7000-8000-%012x', {number}, {number})";

    private Submission Row(string text, DateTimeOffset at, SubmissionState state)
    {
        SubmissionId id = new(Guid.CreateVersion7(at));
        made++;
        return new Submission
        {
            Key = new SubmissionKey(Page.Site, id),
            PageId = Page.PageId,
            RootId = id,
            State = state,
            Version = 1,
            Source = SubmissionSource.Http,
            AuthorName = string.Create(CultureInfo.InvariantCulture, $"Reader {made}"),
            Body = text,
            BodyHash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))[..16],
            ContentHash = [1],
            SubmittedAt = at,
            ReceivedAt = at,
            DecidedAt = at,
            EffectiveAt = at,
            Verdict = Verdict.Flag,
        };
    }
}
