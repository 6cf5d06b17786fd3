using System.Globalization;
using System.Text;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Search;

/// <summary>
/// The statements of a search, put together from fixed parts, one for each thing asked for; every value is a parameter. First some submissions are chosen by an index, <see cref="SearchStore.Window"/> at most; then
/// those are looked at.
/// </summary>
internal sealed class SearchStatements(SqlDialect dialect, SiteId site, SearchTerms terms)
{
    private readonly (IReadOnlyList<IReadOnlyList<string>> Words, IReadOnlyList<IReadOnlyList<string>> Beginnings) words = SearchWords.Of(terms.Query);

    /// <summary>Whether the index of words can say which submissions are meant.</summary>
    public bool HasWords => words.Words.Count + words.Beginnings.Count > 0;

    /// <summary>Counts, up to a window and one, what has the words.</summary>
    public (string Sql, Dictionary<string, object?> Arguments) Count() =>
        ($"select count(*) from ({dialect.WordMatches("words")} limit @most) matched", new() { ["words"] = Words(), ["most"] = SearchStore.Window + 1 });

    /// <summary>Which submissions are looked at: those with the words, or the newest.</summary>
    /// <param name="isRare">The words name no more than a window.</param>
    /// <param name="after">Where to go on; null: at the newest.</param>
    public (string Sql, Dictionary<string, object?> Arguments) Candidates(bool isRare, SearchPlace? after)
    {
        Dictionary<string, object?> arguments = new() { ["site"] = site.Value, ["window"] = SearchStore.Window };
        StringBuilder sql = new();
        const string Time = "searchable.received_at";
        const string Id = "searchable.submission_id";
        if (isRare)
        {
            (arguments["words"], arguments["most"]) = (Words(), SearchStore.Window + 1);

            // The order of the tables: SQLite takes a cross join as it stands, and would otherwise walk through all of the site to test each.
            sql.Append(CultureInfo.InvariantCulture, $"""
                from ({dialect.WordMatches("words")} limit @most) matched
                cross join searchable
                where searchable.position = matched.of_position and searchable.site_id = @site
                """);
        }
        else
        {
            sql.Append("from searchable\nwhere searchable.site_id = @site");
        }

        if (after is not null)
        {
            sql.Append(CultureInfo.InvariantCulture, $"\n  and ({Time}, {Id}) < (@afterTime, @afterId)");
            (arguments["afterTime"], arguments["afterId"]) = (after.ReceivedAt, after.Id);
        }

        if (terms.Query.From is { } from)
        {
            sql.Append(CultureInfo.InvariantCulture, $"\n  and {Time} >= @from");
            arguments["from"] = from;
        }

        if (terms.Query.Until is { } until)
        {
            sql.Append(CultureInfo.InvariantCulture, $"\n  and {Time} < @until");
            arguments["until"] = until;
        }

        return ($"select {Id} as id, {Time} as received_at\n{sql}\norder by {Time} desc, {Id} desc\nlimit @window", arguments);
    }

    /// <summary>Those among some submissions of which everything is so that was asked for, the newest first.</summary>
    /// <param name="columns">What is read of them.</param>
    /// <param name="ids">The submissions.</param>
    /// <param name="isRare">They were chosen by the words.</param>
    /// <param name="limit">The most.</param>
    public (string Sql, Dictionary<string, object?> Arguments) Filter(string columns, IEnumerable<Guid> ids, bool isRare, int limit)
    {
        SearchQuery query = terms.Query;
        StringBuilder sql = new();
        Dictionary<string, object?> arguments = new() { ["site"] = site.Value, ["limit"] = limit, ["ids"] = dialect.List(ids) };
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

        And(HasWords && !isRare, dialect.HasWords("submission", "words"), ("words", Words()));
        And(query.Author is not null, "lower(submission.author_name) like @author escape '!'", ("author", Like(query.Author)));
        And(query.Page is not null, "exists (select 1 from page where page.page_id = submission.page_id and (lower(page.url) like @page escape '!' or lower(page.title) like @page escape '!'))", ("page", Like(query.Page)));
        And(query.Domain is not null, "lower(submission.body) like @domain escape '!'", ("domain", Like(query.Domain)));
        And(query.State is not null, "submission.state = @state", ("state", query.State?.ToText()));
        And(query.Reason is not null, "submission.reasons like @reason escape '!'", ("reason", Like($"\"code\":\"{query.Reason}\"")));
        And(terms.EmailHash is not null, "submission.email_hash = @email", ("email", terms.EmailHash));
        And(terms.IsByPolicy, "not exists (select 1 from audit_entry where audit_entry.site_id = @site and audit_entry.submission_id = submission.id and audit_entry.kind = 'decision')");
        And(terms.Actor is not null, "exists (select 1 from audit_entry where audit_entry.site_id = @site and audit_entry.submission_id = submission.id and audit_entry.kind = 'decision' and audit_entry.actor = @actor)", ("actor", terms.Actor));
        foreach ((int index, (Category? category, double least)) in query.Scores.Index())
        {
            string value = $"score{index}";
            IEnumerable<Category> categories = category is { } one ? [one] : Categories.All;
            And(true, $"({string.Join(" or ", categories.Select(each => $"submission.{each.ToText()} >= @{value}"))})", (value, least));
        }

        return ($"""
            select {columns}
            from submission
            where submission.site_id = @site and {dialect.In("submission.id", "ids")}
              and submission.state <> 'erased' and not submission.is_test {sql}
            order by submission.received_at desc, submission.id desc
            limit @limit
            """, arguments);
    }

    private string Words() => dialect.WordQuery(words.Words, words.Beginnings);

    /// <summary>Anywhere in the text; what would stand for other letters stands for itself.</summary>
    private static string Like(string? part) => $"%{part?.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
}
