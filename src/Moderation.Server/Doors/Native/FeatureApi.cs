using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Review;
using Moderation.Server.Problems;
using Moderation.Sites;

namespace Moderation.Server.Doors.Native;

/// <summary><c>PUT /v1/sites/{site}/replies/{id}/featured</c>: the newsroom picks a comment, or takes that back.</summary>
internal sealed class FeatureApi(ReplyAccess access, FeatureComment feature)
{
    private const int MaxBodyBytes = 4 * 1024;

    public async Task<Results<Ok<FeatureAnswer>, ProblemHttpResult>> HandleAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        ReplyAccessResult found = await access.FindAsync(context, site, id, KeyRights.Decide, cancellationToken).ConfigureAwait(false);
        if (found.Submission is null)
        {
            return PostReply.Refuse(context, found.Refusal!);
        }

        if (found.IsAuthor)
        {
            return Problem.Of(ProblemCode.RightMissing);
        }

        JsonBodyResult<FeatureBody> body = await JsonBody.ReadAsync<FeatureBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        if (wanted.Featured is not { } isFeatured)
        {
            return Problem.Validation("featured", "featured must be true or false.");
        }

        DecisionResult result = await feature.HandleAsync(found.Submission.Key, isFeatured, "site", cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            DecisionOutcome.Done or DecisionOutcome.AlreadySo => TypedResults.Ok(new FeatureAnswer { Id = found.Submission.Key.Id.Value, Featured = isFeatured }),
            DecisionOutcome.Unknown => Problem.Of(ProblemCode.ReplyUnknown),
            DecisionOutcome.NotAllowed or DecisionOutcome.Stale or DecisionOutcome.Claimed => Problem.Of(ProblemCode.StateConflict),
        };
    }
}

/// <summary>Whether a comment is an editor's pick.</summary>
internal sealed record FeatureBody
{
    /// <summary>Required.</summary>
    public bool? Featured { get; init; }
}

/// <summary>A comment after it was picked or not.</summary>
internal sealed record FeatureAnswer
{
    public required Guid Id { get; init; }

    public required bool Featured { get; init; }
}
