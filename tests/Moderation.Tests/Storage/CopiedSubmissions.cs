using System.Globalization;
using System.Text.RegularExpressions;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>As many submissions as a site gets in a long time, copied inside PostgreSQL from one that is there; and how many rows a statement reads among them.</summary>
internal static partial class CopiedSubmissions
{
    /// <summary>Copies the submission; each copy has an id of its own and came a millisecond later. Other columns can be given other values.</summary>
    public static async Task CopyAsync(PostgresFixture store, Submission first, int copies, params (string Column, string Value)[] others)
    {
        string columns = SubmissionRow.Columns;
        foreach ((string column, string value) in others.Append(("id", "gen_random_uuid()")).Append(("received_at", "received_at + number * interval '1 millisecond'")))
        {
            columns = Regex.Replace(columns, $@"(?<!\w){column}(?!\w)", value);
        }

        string sql = $"insert into submission ({SubmissionRow.Columns}) select {columns} from submission, generate_series(1, {copies.ToString(CultureInfo.InvariantCulture)}) number where site_id = @site and id = @id";
        Assert.Equal(copies, await store.Database.RunAsync((unit, token) => unit.ExecuteAsync(sql, new { site = first.Key.Site.Value, id = first.Key.Id.Value }, token), CancellationToken.None));
    }

    /// <summary>The rows that the lowest nodes of the plan gave, those removed again included. No table is read whole.</summary>
    /// <param name="store">Where.</param>
    /// <param name="name">The statement.</param>
    /// <param name="arguments">Its parameters.</param>
    /// <param name="maySort">False where the order has to come from the index: a page would otherwise read all that follows.</param>
    public static Task<long> RowsReadAsync(PostgresFixture store, string name, object arguments, bool maySort) =>
        RowsReadAsync(store.Database, StoreStatement.All(store.Database).Single(candidate => candidate.Name == name).Sql, arguments, maySort);

    /// <inheritdoc cref="RowsReadAsync(PostgresFixture, string, object, bool)"/>
    public static async Task<long> RowsReadAsync(Moderation.Storage.Database database, string sql, object arguments, bool maySort)
    {
        List<string> plan = await database.RunAsync(
            async (unit, token) =>
            {
                // Where nearly every row of the table is of the kind that is looked for, reading it from its start would find some as soon; in a store of every kind it would not.
                await unit.ExecuteAsync("set local enable_seqscan = off", null, token);
                return await unit.QueryAsync<string>($"explain (analyze, costs off, timing off, summary off) {sql}", arguments, token);
            },
            CancellationToken.None);
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal) || (!maySort && line.Contains("Sort", StringComparison.Ordinal)));
        long read = 0;
        long loops = 1;
        foreach (string line in plan)
        {
            loops = Loops().Match(line) is { Success: true } looped ? Whole(looped.Groups[1].Value) : loops;
            read += Scanned().Match(line) is { Success: true } scanned ? (long)(double.Parse(scanned.Groups[1].Value, CultureInfo.InvariantCulture) * loops) : 0;
            read += Removed().Match(line) is { Success: true } removed ? Whole(removed.Groups[1].Value) * loops : 0;
        }

        return read;
    }

    private static long Whole(string number) => (long)double.Parse(number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<!Bitmap Index )Scan[^\n]*actual rows=([\d.]+)")]
    private static partial Regex Scanned();

    [GeneratedRegex(@"actual rows=[\d.]+ loops=(\d+)")]
    private static partial Regex Loops();

    [GeneratedRegex(@"Rows Removed by Filter: (\d+)")]
    private static partial Regex Removed();
}
