namespace Moderation.Server.Doors.Native;

/// <summary>The routes of word lists.</summary>
internal static class WordListRoutes
{
    public static void MapWordLists(this RouteGroupBuilder site)
    {
        RouteGroupBuilder lists = site.MapGroup("/word-lists").WithTags("Word lists");
        lists.MapGet("", (HttpContext context, string site, WordListsApi api, CancellationToken cancellationToken) => api.ListAsync(context, site, cancellationToken))
            .WithName("ListWordLists")
            .WithSummary("The word lists of a site")
            .WithDescription("By name, without their entries. The key needs the right word_lists, here and below.")
            .Produces<WordListsAnswer>()
            .ProducesProblems(401, 403, 404, 429);
        lists.MapPost("", (HttpContext context, string site, WordListsApi api, CancellationToken cancellationToken) => api.AddAsync(context, site, cancellationToken))
            .WithName("AddWordList")
            .WithSummary("Add a word list")
            .WithDescription("Up to 50,000 words and phrases, found as whole words however they are written or disguised. flag has a person look, reject refuses. Counts within two seconds for what arrives from then on.")
            .Accepts<WordListBody>("application/json")
            .Produces<WordListAnswer>(StatusCodes.Status201Created)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 429);
        lists.MapPost("/test", (HttpContext context, string site, WordListsApi api, CancellationToken cancellationToken) => api.TestAsync(context, site, cancellationToken))
            .WithName("TestWordLists")
            .WithSummary("Which entries are in a text, and where")
            .WithDescription("Of the lists that count now, on the page where one is named. Offsets are UTF-16 offsets of the text as sent.")
            .Accepts<WordListTestBody>("application/json")
            .Produces<WordMatchesAnswer>()
            .ProducesProblems(400, 401, 403, 404, 413, 415, 429);
        lists.MapGet("/{id}", (HttpContext context, string site, string id, WordListsApi api, CancellationToken cancellationToken) => api.GetAsync(context, site, id, cancellationToken))
            .WithName("GetWordList")
            .WithSummary("A word list with its entries")
            .Produces<WordListAnswer>()
            .ProducesProblems(401, 403, 404, 429);
        lists.MapPut("/{id}", (HttpContext context, string site, string id, WordListsApi api, CancellationToken cancellationToken) => api.ReplaceAsync(context, site, id, cancellationToken))
            .WithName("ReplaceWordList")
            .WithSummary("Write a word list anew")
            .WithDescription("With version, a change that somebody else made meanwhile is not overwritten (409).")
            .Accepts<WordListBody>("application/json")
            .Produces<WordListAnswer>()
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 429);
        lists.MapDelete("/{id}", (HttpContext context, string site, string id, WordListsApi api, CancellationToken cancellationToken) => api.RemoveAsync(context, site, id, cancellationToken))
            .WithName("RemoveWordList")
            .WithSummary("Remove a word list")
            .WithDescription("What it did to submissions stays.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(401, 403, 404, 429);
        lists.MapPost("/{id}/apply", (HttpContext context, string site, string id, WordListsApi api, CancellationToken cancellationToken) => api.ApplyAsync(context, site, id, cancellationToken))
            .WithName("ApplyWordList")
            .WithSummary("Apply a word list to approved comments")
            .WithDescription("Comments that have an entry of the list are flagged and leave public view at once, also where the list rejects. One call looks at 2,000 comments; go on with next as after until it is null.")
            .Accepts<WordListApplyBody>("application/json")
            .Produces<AppliedAnswer>()
            .ProducesProblems(400, 401, 403, 404, 413, 415, 429);
    }
}
