using System.Text;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Search;

/// <summary>
/// Finds submissions of one site. A statement is put together from fixed parts, one for each thing asked for; every value is a parameter. Pages by key, the newest first.
/// </summary>
internal sealed class SearchStore(Database database)
{
    /// <summary>How many submissions one page has.</summary>
    public const int PageItems = 25;

    /// <summary>A page of what is found, after the last of the page before; null for the first page.</summary>
    public async Task<IReadOnlyList<Submission>> FindAsync(SiteId site, SearchTerms terms, Submission? after, int limit, CancellationToken cancellationToken)
    {
        (string conditions, Dictionary<string, object?> arguments) = Conditions(site, terms, after, limit);
        string sql = $"""
            select {SubmissionRow.Columns}
            from submission
            where site_id = @site and id in ({Keys("searchable.submission_id", conditions)})
            order by received_at desc, id desc
            limit @limit
            """;
        return await database.ReadAsync<IReadOnlyList<Submission>>(
            async (unit, token) => [.. (await unit.QueryAsync<SubmissionRow>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToSubmission())], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything that is found, up to a number, with the version it is in.</summary>
    public async Task<IReadOnlyList<(SubmissionId Id, int Version)>> ListKeysAsync(SiteId site, SearchTerms terms, int limit, CancellationToken cancellationToken)
    {
        (string conditions, Dictionary<string, object?> arguments) = Conditions(site, terms, null, limit);
        string sql = Keys("submission.id, submission.version", conditions);
        return await database.ReadAsync<IReadOnlyList<(SubmissionId, int)>>(
            async (unit, token) => [.. (await unit.QueryAsync<KeyRow>(sql, arguments, token).ConfigureAwait(false)).Select(row => (new SubmissionId(row.Id), row.Version))], cancellationToken).ConfigureAwait(false);
    }

    private static string Keys(string columns, string conditions) => $"""
        select {columns}
        from searchable
        join submission on submission.site_id = searchable.site_id and submission.id = searchable.submission_id
        join page on page.page_id = submission.page_id
        where searchable.site_id = @site and submission.state <> 'erased' {conditions}
        order by searchable.received_at desc, searchable.submission_id desc
        limit @limit
        """;

    private (string Conditions, Dictionary<string, object?> Arguments) Conditions(SiteId site, SearchTerms terms, Submission? after, int limit)
    {
        SearchQuery query = terms.Query;
        StringBuilder sql = new();
        Dictionary<string, object?> arguments = new() { ["site"] = site.Value, ["limit"] = limit };
        void And(bool isAsked, string condition, params (string Name, object? Value)[] values)
        {
            if (isAsked)
            {
                sql.Append("\n  and ").Append(condition);
                foreach ((string name, object? value) in values)
                {
                    arguments[name] = value;
                }
            }
        }

        And(after is not null, "(searchable.received_at, searchable.submission_id) < (@afterTime, @afterId)", ("afterTime", after?.ReceivedAt), ("afterId", after?.Key.Id.Value));
        And(query.Words.Count > 0, database.Dialect.HasWords("searchable", "words"), ("words", database.Dialect.WordQuery(query.Words)));
        And(query.Author is not null, "lower(submission.author_name) like @author escape '!'", ("author", Like(query.Author)));
        And(query.Page is not null, "(lower(page.url) like @page escape '!' or lower(page.title) like @page escape '!')", ("page", Like(query.Page)));
        And(query.Domain is not null, "lower(submission.body) like @domain escape '!'", ("domain", Like(query.Domain)));
        And(query.State is not null, "submission.state = @state", ("state", query.State?.ToText()));
        And(query.Reason is not null, "submission.reasons like @reason escape '!'", ("reason", Like($"\"code\":\"{query.Reason}\"")));
        And(query.From is not null, "searchable.received_at >= @from", ("from", query.From));
        And(query.Until is not null, "searchable.received_at < @until", ("until", query.Until));
        And(terms.EmailHash is not null, "submission.email_hash = @email", ("email", terms.EmailHash));
        And(terms.IsByPolicy, "not exists (select 1 from audit_entry where audit_entry.site_id = @site and audit_entry.submission_id = submission.id and audit_entry.kind = 'decision')");
        And(terms.Actor is not null, "exists (select 1 from audit_entry where audit_entry.site_id = @site and audit_entry.submission_id = submission.id and audit_entry.kind = 'decision' and audit_entry.actor = @actor)", ("actor", terms.Actor));
        foreach ((int index, (Category? category, double least)) in query.Scores.Index())
        {
            string value = $"score{index}";
            IEnumerable<Category> categories = category is { } one ? [one] : Categories.All;
            And(true, $"({string.Join(" or ", categories.Select(each => $"submission.{each.ToText()} >= @{value}"))})", (value, least));
        }

        return (sql.ToString(), arguments);
    }

    /// <summary>Anywhere in the text; what would stand for other letters stands for itself.</summary>
    private static string Like(string? part) => $"%{part?.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    private sealed record KeyRow
    {
        public Guid Id { get; init; }

        public int Version { get; init; }
    }
}

/// <summary>A query whose names are looked up.</summary>
internal sealed record SearchTerms
{
    public required SearchQuery Query { get; init; }

    /// <summary>The keyed hash of the address asked for; null when none is.</summary>
    public byte[]? EmailHash { get; init; }

    /// <summary>Who has to have decided; null when it does not matter.</summary>
    public string? Actor { get; init; }

    /// <summary>Only what no person decided.</summary>
    public bool IsByPolicy { get; init; }
}
