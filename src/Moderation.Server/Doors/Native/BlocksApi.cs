using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Blocks;
using Moderation.Intake;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Doors.Native;

/// <summary><c>/v1/sites/{site}/blocks</c>: a site's own program blocks authors and networks.</summary>
internal sealed class BlocksApi(CallerCheck callers, ChangeBlocks change, BlockStore blocks, SiteBlocks opener)
{
    private const int MaxBodyBytes = 64 * 1024;

    private const int PageSize = 200;

    public async Task<Results<Ok<BlocksAnswer>, ProblemHttpResult>> ListAsync(HttpContext context, string site, string? after, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.Blocks, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        Block? last = null;
        if (after is not null)
        {
            last = Guid.TryParseExact(after, "D", out Guid id) ? await blocks.FindAsync(caller.Caller.Site.Id, id, cancellationToken).ConfigureAwait(false) : null;
            if (last is null)
            {
                return Problem.Validation("after", "The cursor is not one that this service gave.");
            }
        }

        context.Response.Headers.CacheControl = "no-store";
        IReadOnlyList<Block> page = await blocks.ListAsync(caller.Caller.Site.Id, last, PageSize + 1, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new BlocksAnswer
        {
            Blocks = [.. page.Take(PageSize).Select(block => BlockAnswer.From(block, opener))],
            Next = page.Count > PageSize ? page[PageSize - 1].BlockId : null,
        });
    }

    public async Task<Results<Created<BlockAnswer>, ProblemHttpResult>> AddAsync(HttpContext context, string site, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.Blocks, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        JsonBodyResult<BlockBody> body = await JsonBody.ReadAsync<BlockBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        BlockRequest request = new()
        {
            Kind = wanted.Kind,
            Value = wanted.Value is null ? null : ReplyText.CleanLine(wanted.Value),
            Action = wanted.Action,
            ExpiresAt = wanted.ExpiresAt,
            Note = wanted.Note is null ? null : ReplyText.Clean(wanted.Note),
            Actor = "site",
        };
        BlockResult added = await change.AddAsync(caller.Caller.Site.Id, request, cancellationToken).ConfigureAwait(false);
        return added.Block is { } block
            ? TypedResults.Created($"/v1/sites/{block.Site}/blocks/{block.BlockId:D}", BlockAnswer.From(block, opener))
            : Problem.Validation(added.Errors);
    }

    public async Task<Results<Ok<BlockAnswer>, ProblemHttpResult>> LiftAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.Blocks, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        if (!Guid.TryParseExact(id, "D", out Guid blockId))
        {
            return Problem.Of(ProblemCode.BlockUnknown);
        }

        // Lifting twice is the same as once.
        Block? lifted = await change.LiftAsync(caller.Caller.Site.Id, blockId, "site", cancellationToken).ConfigureAwait(false)
            ?? await blocks.FindAsync(caller.Caller.Site.Id, blockId, cancellationToken).ConfigureAwait(false);
        return lifted is null ? Problem.Of(ProblemCode.BlockUnknown) : TypedResults.Ok(BlockAnswer.From(lifted, opener));
    }
}
