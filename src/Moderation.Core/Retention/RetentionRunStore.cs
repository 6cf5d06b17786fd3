using Moderation.Storage;

namespace Moderation.Retention;

/// <summary>Which days the retention job ran. One process takes a day; another one takes it over when the first did not finish in time.</summary>
internal sealed class RetentionRunStore(Database database)
{
    /// <summary>A run that is not finished after this long has lost its process.</summary>
    private static readonly TimeSpan TakenFor = TimeSpan.FromHours(1);

    private const string TakeSql = """
        insert into retention_run (day, started_at)
        values (@day, @now)
        on conflict (day) do update
        set started_at = excluded.started_at
        where retention_run.finished_at is null and retention_run.started_at < @lost
        """;

    /// <summary>True for the one process that is to do this day's work.</summary>
    public async Task<bool> TakeAsync(string day, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.RunAsync((unit, token) => unit.ExecuteAsync(TakeSql, new { day, now, lost = now - TakenFor }, token), cancellationToken).ConfigureAwait(false) == 1;

    private const string FinishSql = """
        update retention_run
        set finished_at = @now, counts = @counts
        where day = @day
        """;

    private const string ForgetSql = """
        delete from retention_run
        where started_at < @before
        """;

    /// <summary>The day's work is done; runs of long ago are forgotten.</summary>
    public Task FinishAsync(string day, DateTimeOffset now, string counts, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            await unit.ExecuteAsync(FinishSql, new { day, now, counts }, token).ConfigureAwait(false);
            await unit.ExecuteAsync(ForgetSql, new { before = now.AddDays(-RetentionTimes.EventDays) }, token).ConfigureAwait(false);
        },
        cancellationToken);

    private const string LastSql = """
        select day, started_at, finished_at, counts
        from retention_run
        where finished_at is not null
        order by day desc
        limit 1
        """;

    /// <summary>The last run that was finished; null before the first.</summary>
    public Task<RetentionRun?> LastAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<RetentionRun>(LastSql, null, token), cancellationToken);
}
