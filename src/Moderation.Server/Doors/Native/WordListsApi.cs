using Moderation.Intake;
using Moderation.Pages;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;
using Moderation.WordLists;

namespace Moderation.Server.Doors.Native;

/// <summary><c>/v1/sites/{site}/word-lists</c>: the words and phrases of a site.</summary>
internal sealed class WordListsApi(
    CallerCheck callers, WordListStore lists, ManageWordLists manage, SiteWordLists current, ApplyWordList apply, PageStore pages, TimeProvider clock)
{
    /// <summary>Fifty thousand entries of a usual length.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>A call to apply a list looks at so many comments and returns.</summary>
    public const int AppliedAtOnce = 2_000;

    private const string Actor = "site";

    public async Task<IResult> ListAsync(HttpContext context, string site, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.ApiKeyAsync(context, site, Door.Native, KeyRights.WordLists, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        IReadOnlyList<WordList> found = await lists.ListAsync(caller.Caller.Site.Id, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new WordListsAnswer { Lists = await AnswersAsync(found, hasEntries: false, cancellationToken).ConfigureAwait(false) });
    }

    public async Task<IResult> GetAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.ApiKeyAsync(context, site, Door.Native, KeyRights.WordLists, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        return Guid.TryParseExact(id, "D", out Guid list) && await lists.FindAsync(caller.Caller.Site.Id, list, cancellationToken).ConfigureAwait(false) is { } found
            ? TypedResults.Ok(await AnswerAsync(found, cancellationToken).ConfigureAwait(false))
            : Problem.Of(ProblemCode.WordListUnknown);
    }

    public async Task<IResult> AddAsync(HttpContext context, string site, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.WordLists, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        JsonBodyResult<WordListBody> body = await JsonBody.ReadAsync<WordListBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        WordListResult result = await manage.AddAsync(caller.Caller.Site.Id, wanted.ToDraft(), Actor, cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(result, list => TypedResults.Created($"/v1/sites/{site}/word-lists/{list.Id:D}", list), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IResult> ReplaceAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.WordLists, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        JsonBodyResult<WordListBody> body = await JsonBody.ReadAsync<WordListBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        if (!Guid.TryParseExact(id, "D", out Guid list))
        {
            return Problem.Of(ProblemCode.WordListUnknown);
        }

        WordListResult result = await manage.ReplaceAsync(caller.Caller.Site.Id, list, wanted.Version, wanted.ToDraft(), Actor, cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(result, TypedResults.Ok, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IResult> RemoveAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.WordLists, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        return Guid.TryParseExact(id, "D", out Guid list) && await manage.RemoveAsync(caller.Caller.Site.Id, list, Actor, cancellationToken).ConfigureAwait(false) == WordListOutcome.Done
            ? TypedResults.NoContent()
            : Problem.Of(ProblemCode.WordListUnknown);
    }

    public async Task<IResult> TestAsync(HttpContext context, string site, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.ApiKeyAsync(context, site, Door.Native, KeyRights.WordLists, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        JsonBodyResult<WordListTestBody> body = await JsonBody.ReadAsync<WordListTestBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        if (wanted.Text is null)
        {
            return Problem.Validation("text", "The text is required.");
        }

        Page? page = PageUrl.TryCanonicalise(wanted.Page?.Url is { } url ? ReplyText.Clean(url) : null, out PageUrl canonical)
            ? await pages.FindByUrlAsync(caller.Caller.Site.Id, canonical.Value, cancellationToken).ConfigureAwait(false) : null;
        if (wanted.Page?.Url is not null && page is null)
        {
            return Problem.Validation("page.url", "The site has no page with this address.");
        }

        WordListMatcher matcher = await current.CurrentAsync(caller.Caller.Site.Id, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new WordMatchesAnswer { Matches = [.. matcher.Match(wanted.Text, page?.PageId, clock.UtcNowMicros()).Select(WordMatchAnswer.From)] });
    }

    public async Task<IResult> ApplyAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.WordLists, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        JsonBodyResult<WordListApplyBody> body = context.Request.ContentLength is 0
            ? new JsonBodyResult<WordListApplyBody> { Value = new WordListApplyBody() }
            : await JsonBody.ReadAsync<WordListApplyBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        if (!ApplyCursor.TryRead(wanted.After, out ApprovedCursor? after))
        {
            return Problem.Validation("after", "after must be what next was in the answer before.");
        }

        AppliedWordList? applied = Guid.TryParseExact(id, "D", out Guid list)
            ? await apply.HandleAsync(caller.Caller.Site.Id, list, after, AppliedAtOnce, Actor, cancellationToken).ConfigureAwait(false) : null;
        return applied is null
            ? Problem.Of(ProblemCode.WordListUnknown)
            : TypedResults.Ok(new AppliedAnswer { Examined = applied.Examined, Flagged = applied.Flagged, Next = ApplyCursor.Write(applied.Next) });
    }

    private async Task<IResult> AnswerAsync(WordListResult result, Func<WordListAnswer, IResult> ok, CancellationToken cancellationToken) => result.Outcome switch
    {
        WordListOutcome.Done => ok(await AnswerAsync(result.List!, cancellationToken).ConfigureAwait(false)),
        WordListOutcome.Invalid => Problem.Validation(result.Errors),
        WordListOutcome.Unknown => Problem.Of(ProblemCode.WordListUnknown),
        WordListOutcome.NameTaken => Problem.Of(ProblemCode.NameTaken),
        WordListOutcome.Changed => Problem.Of(ProblemCode.VersionConflict),
        WordListOutcome.TooMany => Problem.Of(ProblemCode.TooManyLists),
    };

    private async Task<WordListAnswer> AnswerAsync(WordList list, CancellationToken cancellationToken) =>
        (await AnswersAsync([list], hasEntries: true, cancellationToken).ConfigureAwait(false))[0];

    private async Task<IReadOnlyList<WordListAnswer>> AnswersAsync(IReadOnlyList<WordList> found, bool hasEntries, CancellationToken cancellationToken)
    {
        Guid[] pageIds = [.. found.Select(list => list.PageId).OfType<Guid>().Distinct()];
        IReadOnlyDictionary<Guid, Page> known = pageIds.Length == 0 ? new Dictionary<Guid, Page>() : await pages.FindManyAsync(pageIds, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(list => WordListAnswer.From(list, list.PageId is { } page ? known[page].Url : null, hasEntries))];
    }
}
