using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Inbound;
using Moderation.Intake;
using Moderation.Review;
using Moderation.Server.Problems;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Doors.Native;

/// <summary><c>POST /v1/sites/{site}/replies/{id}/decisions</c>: the website's own program decides.</summary>
internal sealed class DecideReply(ReplyAccess access, DecideSubmission decide)
{
    private const int MaxBodyBytes = 64 * 1024;

    public async Task<Results<Ok<DecisionAnswer>, ProblemHttpResult>> HandleAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        ReplyAccessResult found = await access.FindAsync(context, site, id, KeyRights.Decide, cancellationToken).ConfigureAwait(false);
        if (found.Submission is null)
        {
            return PostReply.Refuse(context, found.Refusal!);
        }

        if (found.IsAuthor)
        {
            // An author's token lets its holder see and withdraw, never decide.
            return Problem.Of(ProblemCode.RightMissing);
        }

        JsonBodyResult<DecisionBody> body = await JsonBody.ReadAsync<DecisionBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } read)
        {
            return body.Refusal!;
        }

        Dictionary<string, string[]> errors = Check(read);
        if (errors.Count > 0)
        {
            return Problem.Validation(errors);
        }

        DecisionRequest request = new()
        {
            Key = found.Submission.Key,
            Decision = DecisionReader.TryDecision(read.Decision)!.Value,
            Reason = read.Reason,
            Note = read.Note is null ? null : ReplyText.Clean(read.Note),
            Actor = "site",
            DecidedBy = "site",
        };
        DecisionResult result = await decide.HandleAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            DecisionOutcome.Done or DecisionOutcome.AlreadySo => TypedResults.Ok(DecisionAnswer.From(result.Submission!)),
            DecisionOutcome.Unknown => Problem.Of(ProblemCode.ReplyUnknown),
            DecisionOutcome.NotAllowed or DecisionOutcome.Stale or DecisionOutcome.Claimed => Problem.Of(ProblemCode.StateConflict),
        };
    }

    private static Dictionary<string, string[]> Check(DecisionBody read)
    {
        Dictionary<string, string[]> errors = [];
        if (DecisionReader.TryDecision(read.Decision) is null)
        {
            errors["decision"] = ["The decision must be approve, reject, remove, restore or reopen."];
        }

        if (read.Reason is not null && !DecisionRequest.IsReason(read.Reason))
        {
            errors["reason"] = [$"The reason must be a code of 1 to {DecisionRequest.MaxReasonChars} lower-case letters, digits and underscores."];
        }

        if (read.Note?.Length > DecisionRequest.MaxNoteChars)
        {
            errors["note"] = [$"The note must have at most {DecisionRequest.MaxNoteChars} characters."];
        }

        return errors;
    }
}

/// <summary>The body of a decision.</summary>
internal sealed record DecisionBody
{
    /// <summary><c>approve</c>, <c>reject</c>, <c>remove</c>, <c>restore</c> or <c>reopen</c>. Required.</summary>
    public string? Decision { get; init; }

    /// <summary>A stable code; it is part of the event.</summary>
    public string? Reason { get; init; }

    /// <summary>Words for the audit trail; they leave the service nowhere.</summary>
    public string? Note { get; init; }
}

/// <summary>The submission after a decision.</summary>
internal sealed record DecisionAnswer
{
    public required Guid Id { get; init; }

    public required SubmissionState State { get; init; }

    /// <summary>Counts the changes of this submission.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>From when the public sees it; until then <c>reopen</c> undoes it unnoticed.</summary>
    public required DateTimeOffset? EffectiveAt { get; init; }

    public static DecisionAnswer From(Submission row) => new() { Id = row.Key.Id.Value, State = row.State, Version = row.Version, DecidedAt = row.DecidedAt, EffectiveAt = row.EffectiveAt };
}
