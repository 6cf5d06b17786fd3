using Moderation.Storage;

namespace Moderation.Feedback;

/// <summary>Counts of what keys did at the doors of other services.</summary>
internal sealed class KeyUsageStore(Database database)
{
    private const string AddSql = """
        insert into key_usage (key_id, month, host, calls, spam, acceptable, missed_spam, false_positives)
        values (@KeyId, @Month, @Host, @Calls, @Spam, @Acceptable, @MissedSpam, @FalsePositives)
        on conflict (key_id, month, host) do update
        set calls = key_usage.calls + excluded.calls, spam = key_usage.spam + excluded.spam, acceptable = key_usage.acceptable + excluded.acceptable,
            missed_spam = key_usage.missed_spam + excluded.missed_spam, false_positives = key_usage.false_positives + excluded.false_positives
        """;

    /// <summary>Adds counts to those that are there.</summary>
    public Task AddManyAsync(IReadOnlyCollection<KeyUsage> counts, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            // In one order everywhere, so that two processes that add at once do not wait for each other in a circle.
            foreach (KeyUsage count in counts.OrderBy(one => (one.KeyId, one.Month)).ThenBy(one => one.Host, StringComparer.Ordinal))
            {
                await unit.ExecuteAsync(AddSql, count, token).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private const string ListSql = """
        select key_id, month, host, calls, spam, acceptable, missed_spam, false_positives
        from key_usage
        where key_id = @keyId and month >= @from and month <= @to
        order by month, host
        limit 100000
        """;

    /// <summary>The counts of a key from one month to another, both included.</summary>
    public Task<IReadOnlyList<KeyUsage>> ListAsync(Guid keyId, string from, string to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KeyUsage>>(async (unit, token) => await unit.QueryAsync<KeyUsage>(ListSql, new { keyId, from, to }, token).ConfigureAwait(false), cancellationToken);
}
