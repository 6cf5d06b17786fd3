using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Search;

/// <summary>
/// Finds submissions of one site. Pages by key, the newest first. Whatever is asked for, one look reads <see cref="Window"/> submissions at most: those that an index names, or the newest; what is left is for the
/// next look.
/// </summary>
internal sealed class SearchStore(Database database)
{
    /// <summary>How many submissions one page has.</summary>
    public const int PageItems = 25;

    /// <summary>How many submissions one look reads at most.</summary>
    public const int Window = 2_000;

    /// <summary>What is found after a place, up to a number, and the place where to go on; null when everything was looked at.</summary>
    public Task<(IReadOnlyList<Submission> Found, SearchPlace? Next)> FindAsync(SiteId site, SearchTerms terms, SearchPlace? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => FindAsync(unit, site, terms, after, limit, token), cancellationToken);

    /// <inheritdoc cref="FindAsync(SiteId, SearchTerms, SearchPlace?, int, CancellationToken)"/>
    public static async Task<(IReadOnlyList<Submission> Found, SearchPlace? Next)> FindAsync(Unit unit, SiteId site, SearchTerms terms, SearchPlace? after, int limit, CancellationToken cancellationToken)
    {
        (List<SubmissionRow> rows, SearchPlace? end) = await LookAsync<SubmissionRow>(unit, SubmissionRow.Columns, site, terms, after, limit, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Submission> found = [.. rows.Select(row => row.ToSubmission())];
        return (found, found.Count == limit ? SearchPlace.Of(found[^1]) : end);
    }

    /// <summary>As <see cref="FindAsync(SiteId, SearchTerms, SearchPlace?, int, CancellationToken)"/>, with nothing but the version that each is in.</summary>
    public Task<(IReadOnlyList<(SubmissionId Id, int Version)> Keys, SearchPlace? Next)> ListKeysAsync(SiteId site, SearchTerms terms, SearchPlace? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<(IReadOnlyList<(SubmissionId, int)>, SearchPlace?)>(
            async (unit, token) =>
            {
                (List<KeyRow> found, SearchPlace? end) = await LookAsync<KeyRow>(unit, "submission.id, submission.version, submission.received_at", site, terms, after, limit, token).ConfigureAwait(false);
                return ([.. found.Select(row => (new SubmissionId(row.Id), row.Version))], found.Count == limit ? new SearchPlace(found[^1].ReceivedAt, found[^1].Id) : end);
            },
            cancellationToken);

    /// <summary>One look: what is found in it, and where it ended; null when nothing is left.</summary>
    private static async Task<(List<TRow> Found, SearchPlace? End)> LookAsync<TRow>(Unit unit, string columns, SiteId site, SearchTerms terms, SearchPlace? after, int limit, CancellationToken cancellationToken)
    {
        SearchStatements statements = new(unit.Dialect, site, terms);
        bool isRare = false;
        if (statements.HasWords)
        {
            (string count, Dictionary<string, object?> words) = statements.Count();
            isRare = await unit.QuerySingleOrDefaultAsync<long>(count, words, cancellationToken).ConfigureAwait(false) <= Window;
        }

        (string choose, Dictionary<string, object?> place) = statements.Candidates(isRare, after);
        List<KeyRow> candidates = await unit.QueryAsync<KeyRow>(choose, place, cancellationToken).ConfigureAwait(false);
        if (candidates.Count == 0)
        {
            return ([], null);
        }

        (string filter, Dictionary<string, object?> arguments) = statements.Filter(columns, candidates.Select(row => row.Id), isRare, limit);
        return (await unit.QueryAsync<TRow>(filter, arguments, cancellationToken).ConfigureAwait(false), candidates.Count == Window ? new SearchPlace(candidates[^1].ReceivedAt, candidates[^1].Id) : null);
    }

    private sealed record KeyRow
    {
        public Guid Id { get; init; }

        public int Version { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }
    }
}

/// <summary>A place in the order of time, from which a search goes on.</summary>
internal sealed record SearchPlace(DateTimeOffset ReceivedAt, Guid Id)
{
    /// <summary>Right behind a submission.</summary>
    public static SearchPlace Of(Submission row) => new(row.ReceivedAt, row.Key.Id.Value);
}
