using System.Globalization;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Training;

/// <summary>
/// The runs that were asked for. The store sees to it that a site has one that is not finished, and that of all sites one is running: two indexes say so, whoever asks.
/// </summary>
internal sealed class TrainingRunStore(Database database)
{
    /// <summary>A run whose process has not been heard of for so long is taken over by another.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(1);

    private const string AddSql = """
        insert into training_run (run_id, site_id, state, requested_by, requested_at)
        values (@runId, @site, 'waiting', @actor, @now)
        on conflict do nothing
        """;

    private const string OpenSql = $"""
        select {TrainingRunRow.Columns}
        from training_run
        where site_id = @site and finished_at is null
        """;

    /// <summary>Asks for a run. When the site has one that is not finished, that one stands and nothing is added.</summary>
    /// <returns>The run, and whether it is new.</returns>
    public async Task<(TrainingRun Run, bool IsNew)> RequestAsync(SiteId site, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = database.Clock.UtcNowMicros();
        var arguments = new { runId = Guid.CreateVersion7(now), site = site.Value, actor, now };
        while (true)
        {
            TrainingRunRow? open = null;
            bool isNew = await database.RunAsync(
                async (unit, token) =>
                {
                    bool isAdded = await unit.ExecuteAsync(AddSql, arguments, token).ConfigureAwait(false) == 1;
                    open = await unit.QuerySingleOrDefaultAsync<TrainingRunRow>(OpenSql, new { site = site.Value }, token).ConfigureAwait(false);
                    return isAdded;
                },
                cancellationToken).ConfigureAwait(false);

            // The one that stood in the way may have ended between the two statements; then there is room.
            if (open is not null)
            {
                return (open.ToRun(), isNew);
            }
        }
    }

    private const string FindSql = $"""
        select {TrainingRunRow.Columns}
        from training_run
        where run_id = @runId
        """;

    /// <summary>Null when there is none.</summary>
    public async Task<TrainingRun?> FindAsync(Guid runId, CancellationToken cancellationToken) =>
        (await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<TrainingRunRow>(FindSql, new { runId }, token), cancellationToken).ConfigureAwait(false))?.ToRun();

    private const string ListSql = $"""
        select {TrainingRunRow.Columns}
        from training_run
        where site_id = @site
        order by requested_at desc
        limit @limit
        """;

    /// <summary>The newest runs of a site, newest first.</summary>
    public Task<IReadOnlyList<TrainingRun>> ListAsync(SiteId site, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<TrainingRun>>(
        async (unit, token) => [.. (await unit.QueryAsync<TrainingRunRow>(ListSql, new { site = site.Value, limit }, token).ConfigureAwait(false)).Select(row => row.ToRun())], cancellationToken);

    private const string NextSql = """
        select run_id
        from training_run
        where finished_at is null
        order by case state when 'running' then 0 else 1 end, requested_at, run_id
        limit 1
        """;

    private const string ClaimSql = $"""
        update training_run
        set state = 'running', started_at = coalesce(started_at, @now), seen_at = @now, attempts = attempts + 1
        where run_id = @runId and finished_at is null and (state = 'waiting' or seen_at < @lost)
        returning {TrainingRunRow.Columns}
        """;

    /// <summary>
    /// Takes the next run in hand: one whose process was lost, else the one that has waited longest. Null when there is none, or another one is running.
    /// </summary>
    public async Task<TrainingRun?> ClaimNextAsync(CancellationToken cancellationToken)
    {
        Guid? next = await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<Guid?>(NextSql, null, token), cancellationToken).ConfigureAwait(false);
        return next is { } runId ? await ClaimAsync(runId, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Takes one run in hand. Null when it is not waiting, or another one is running.</summary>
    public async Task<TrainingRun?> ClaimAsync(Guid runId, CancellationToken cancellationToken)
    {
        DateTimeOffset now = database.Clock.UtcNowMicros();
        try
        {
            List<TrainingRunRow> claimed = await database.RunAsync(
                (unit, token) => unit.QueryAsync<TrainingRunRow>(ClaimSql, new { runId, now, lost = now - LostAfter }, token), cancellationToken).ConfigureAwait(false);
            return claimed.SingleOrDefault()?.ToRun();
        }
        catch (Exception problem) when (database.Dialect.IsUniqueViolation(problem))
        {
            // Another run is running; the index lets no second one begin.
            return null;
        }
    }

    private const string ReportSql = """
        update training_run
        set seen_at = @now, step = @step, share = @share, log = log || @lines
        where run_id = @runId and state = 'running' and attempts = @attempt
        returning run_id, cancel_asked_at
        """;

    /// <summary>Says how far a run is, and that its process lives. What is to be done about it: go on, stop because somebody asked, or let go because another process has it.</summary>
    public async Task<TrainingOrder> ReportAsync(TrainingRun run, string step, double share, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        DateTimeOffset now = database.Clock.UtcNowMicros();
        var arguments = new { runId = run.RunId, attempt = run.Attempts, step, share, lines = Log(now, lines), now };
        List<OrderRow> rows = await database.RunAsync((unit, token) => unit.QueryAsync<OrderRow>(ReportSql, arguments, token), cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? TrainingOrder.LetGo : rows[0].CancelAskedAt is null ? TrainingOrder.GoOn : TrainingOrder.Stop;
    }

    private const string SetSql = """
        update training_run
        set set_id = @setId
        where run_id = @runId and state = 'running' and attempts = @attempt
        """;

    /// <summary>The run learns from this set; should another process go on with it, from the same.</summary>
    public Task SetSetAsync(TrainingRun run, Guid setId, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(SetSql, new { runId = run.RunId, attempt = run.Attempts, setId }, token), cancellationToken);

    private const string FinishSql = """
        update training_run
        set state = @state, finished_at = @now, share = case @state when 'done' then 1 when 'refused' then 1 else share end, message = @message, model_sha256 = @sha256, log = log || @lines
        where run_id = @runId and state = 'running' and attempts = @attempt
        """;

    /// <summary>The run is over. False when another process has it.</summary>
    public Task<bool> FinishAsync(TrainingRun run, TrainingRunState state, string message, string? sha256, CancellationToken cancellationToken)
    {
        DateTimeOffset now = database.Clock.UtcNowMicros();
        var arguments = new { runId = run.RunId, attempt = run.Attempts, state = state.ToText(), message, sha256, lines = Log(now, [message]), now };
        return database.RunAsync(async (unit, token) => await unit.ExecuteAsync(FinishSql, arguments, token).ConfigureAwait(false) == 1, cancellationToken);
    }

    private const string ReleaseSql = """
        update training_run
        set state = 'waiting', seen_at = null, attempts = attempts - 1, log = log || @lines
        where run_id = @runId and state = 'running' and attempts = @attempt
        """;

    /// <summary>The process stops: another one, or this one after its restart, goes on.</summary>
    public Task ReleaseAsync(TrainingRun run, CancellationToken cancellationToken)
    {
        var arguments = new { runId = run.RunId, attempt = run.Attempts, lines = Log(database.Clock.UtcNowMicros(), ["The trainer stops; the run waits for the next one."]) };
        return database.RunAsync((unit, token) => unit.ExecuteAsync(ReleaseSql, arguments, token), cancellationToken);
    }

    private const string CancelWaitingSql = """
        update training_run
        set state = 'cancelled', cancel_asked_at = @now, finished_at = @now, message = @message, log = log || @lines
        where run_id = @runId and state = 'waiting'
        """;

    private const string AskToCancelSql = """
        update training_run
        set cancel_asked_at = @now
        where run_id = @runId and state = 'running' and cancel_asked_at is null
        """;

    /// <summary>Stops a run: one that waits at once, one that runs within seconds. False when it is finished, or was asked to stop before.</summary>
    public Task<bool> CancelAsync(Guid runId, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = database.Clock.UtcNowMicros();
        string message = $"Cancelled by {actor} before it began.";
        return database.RunAsync(
            async (unit, token) => await unit.ExecuteAsync(CancelWaitingSql, new { runId, now, message, lines = Log(now, [message]) }, token).ConfigureAwait(false) == 1
                || await unit.ExecuteAsync(AskToCancelSql, new { runId, now }, token).ConfigureAwait(false) == 1,
            cancellationToken);
    }

    private sealed record OrderRow
    {
        public Guid RunId { get; init; }

        public DateTimeOffset? CancelAskedAt { get; init; }
    }

    private static string Log(DateTimeOffset now, IReadOnlyList<string> lines) =>
        string.Concat(lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm:ss}Z {line}\n")));
}

/// <summary>What a trainer has to do about the run it has in hand.</summary>
internal enum TrainingOrder
{
    GoOn,

    /// <summary>Somebody cancelled it.</summary>
    Stop,

    /// <summary>Another process has it: this one was taken for lost.</summary>
    LetGo,
}
