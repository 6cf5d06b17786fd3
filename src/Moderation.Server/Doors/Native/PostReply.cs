using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Intake;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.Doors.Native;

/// <summary><c>POST /v1/sites/{site}/replies</c>: a submission as JSON, from a website's server or from the widget.</summary>
internal sealed class PostReply(
    CallerCheck callers, SenderCheck senders, ReplyPreparer preparer, ReplyIntake intake, SubmissionStore submissions, VerdictWait verdicts, AuthorTokens tokens, TimeProvider clock)
{
    /// <summary>A body of 65,525 bytes, each escaped as six, and the other members at their limits.</summary>
    public const int MaxBodyBytes = 512 * 1024;

    /// <summary>How long a browser that got no answer may post again and still be given the token.</summary>
    private static readonly TimeSpan RetryWindow = TimeSpan.FromMinutes(10);

    /// <summary>Reads, checks and stores one submission. With <c>?wait</c> it then waits for the verdict.</summary>
    public async Task<Results<Ok<ReplyDecidedAnswer>, Accepted<ReplyReceivedAnswer>, ProblemHttpResult>> HandleAsync(
        HttpContext context, string site, string? wait, CancellationToken cancellationToken)
    {
        if (!TryReadWait(wait, out int waitSeconds))
        {
            return Problem.Validation("wait", "The wait must be a number of seconds from 0 to 10.");
        }

        CallerResult caller = await callers.SubmitterAsync(context, site, formKey: null, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return Refuse(context, caller);
        }

        BodyResult body = await RequestBody.ReadAsync(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Refusal is not null)
        {
            return Problem.Of(body.Refusal);
        }

        ReadMessage read = ReplyReader.Read(body.Bytes.Span);
        if (read.RefusedAs is not null)
        {
            return Refuse(read.RefusedAs, read.Errors);
        }

        if (read.HoldsItems)
        {
            return Problem.Validation("items", "Over HTTP a request holds one submission; items is for the queue.");
        }

        SubmitOutcome submitted = await SubmitAsync(context, caller.Caller, read.Replies[0], SubmissionSource.Http, waitSeconds, cancellationToken).ConfigureAwait(false);
        if (submitted.Refusal is not null)
        {
            return submitted.Refusal;
        }

        string? token = submitted.IsOwn ? tokens.For(submitted.Key.Site, submitted.Key.Id.Value) : null;
        string location = $"/v1/sites/{submitted.Key.Site}/replies/{submitted.Key.Id}";
        return submitted.Decided is { } row
            ? TypedResults.Ok(ReplyDecidedAnswer.From(row, token))
            : TypedResults.Accepted(location, new ReplyReceivedAnswer { Id = submitted.Key.Id.Value, State = SubmissionState.Received, AuthorToken = token });
    }

    /// <summary>The same as an untyped result, for a route that also answers forms.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, string site, string? wait, CancellationToken cancellationToken) =>
        await HandleAsync(context, site, wait, cancellationToken).ConfigureAwait(false);

    /// <summary>The part that JSON and form posts share: validate, seal, store, wait.</summary>
    public async Task<SubmitOutcome> SubmitAsync(
        HttpContext context, Caller caller, ReadReply read, SubmissionSource source, int waitSeconds, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        Validation validation = ReplyValidator.Validate(read, new ReplyContext { ReceivedAt = now, RouteSite = caller.Site.Id, RequiresEmail = _ => caller.Site.RequiresEmail });
        if (!validation.IsValid)
        {
            return new SubmitOutcome { Refusal = Refuse(validation.RefusedAs, validation.Errors) };
        }

        IPAddress? network = caller.IsServer ? validation.Reply.ClientAddress : context.Connection.RemoteIpAddress;
        Sender sender = await senders.CheckAsync(validation.Reply, caller.IsServer, network, cancellationToken).ConfigureAwait(false);
        if (sender.Refusal is not null)
        {
            return new SubmitOutcome { Refusal = Problem.Validation("author.identity", sender.Refusal) };
        }

        PreparedReply prepared = preparer.Prepare(validation.Reply, source, caller.IsTest, caller.IsServer, sender);
        SubmissionKey key = prepared.Draft.Key;
        using DecisionSignal.Waiter waiter = verdicts.Expect(key);
        AcceptResult accepted = await intake.AcceptAsync(prepared, cancellationToken).ConfigureAwait(false);
        ProblemHttpResult? refusal = accepted.Outcome switch
        {
            AcceptOutcome.Stored or AcceptOutcome.Repeated => null,
            AcceptOutcome.IdTaken => Problem.Of(ProblemCode.IdTaken),
            AcceptOutcome.PageClosed => Problem.Of(ProblemCode.PageClosed),
            AcceptOutcome.ParentUnknown => Problem.Validation("parentId", "The parent is not a submission of this page."),
            AcceptOutcome.Overloaded => TooMany(context, 1),
            AcceptOutcome.StoreAway => Problem.Of(ProblemCode.StoreAway),
        };
        if (refusal is not null)
        {
            return new SubmitOutcome { Refusal = refusal };
        }

        Submission? decided = waitSeconds == 0 ? null : await verdicts.WaitAsync(key, waiter, TimeSpan.FromSeconds(waitSeconds), cancellationToken).ConfigureAwait(false);
        bool isOwn = caller.IsServer || accepted.Outcome == AcceptOutcome.Stored || await IsRetryAsync(prepared.Draft, cancellationToken).ConfigureAwait(false);
        return new SubmitOutcome { Key = key, Page = validation.Reply.Page.Url, Decided = decided, IsOwn = isOwn };
    }

    /// <summary>
    /// Everything in a comment without an address is public, so anybody can post it again word for word. A browser is only taken for the one that posted it
    /// when it comes from the same network soon after.
    /// </summary>
    private async Task<bool> IsRetryAsync(Submission again, CancellationToken cancellationToken)
    {
        Submission? first = await submissions.FindAsync(again.Key, cancellationToken).ConfigureAwait(false);
        return first?.NetworkHash is { } network && again.NetworkHash is { } now && network.AsSpan().SequenceEqual(now) && again.ReceivedAt - first.ReceivedAt <= RetryWindow;
    }

    /// <summary>Answers a refused caller; 429 says when to come back.</summary>
    public static ProblemHttpResult Refuse(HttpContext context, CallerResult caller) =>
        caller.Refusal == ProblemCode.TooMany ? TooMany(context, caller.RetryAfterSeconds) : Problem.Of(caller.Refusal!);

    private static ProblemHttpResult Refuse(string code, IReadOnlyDictionary<string, string[]> errors) =>
        code == RefusalCodes.Unreadable ? Problem.Of(ProblemCode.Unreadable) : Problem.Validation(errors);

    private static ProblemHttpResult TooMany(HttpContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.Of(ProblemCode.TooMany);
    }

    private static bool TryReadWait(string? text, out int seconds)
    {
        seconds = 0;
        if (text is null)
        {
            return true;
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        seconds = isNumber && value is >= 0 and <= 10 ? (int)Math.Ceiling(value) : 0;
        return isNumber && value is >= 0 and <= 10;
    }
}

/// <summary>What became of a submission: refused, stored, or stored and decided while the request waited.</summary>
internal sealed record SubmitOutcome
{
    public ProblemHttpResult? Refusal { get; init; }

    public SubmissionKey Key { get; init; }

    /// <summary>The page it was stored under.</summary>
    public PageUrl Page { get; init; }

    /// <summary>True when the caller is known to be the one that posted it, now or before; only then is the author token given.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Null when nobody waited or the verdict did not come in time.</summary>
    public Submission? Decided { get; init; }
}

/// <summary>202: the submission is stored.</summary>
internal sealed record ReplyReceivedAnswer
{
    public required Guid Id { get; init; }

    public required SubmissionState State { get; init; }

    /// <summary>Lets whoever posted see and withdraw this submission. Null when a browser posted again what may be another's.</summary>
    public required string? AuthorToken { get; init; }
}

/// <summary>200: the submission was decided while the request waited.</summary>
internal sealed record ReplyDecidedAnswer
{
    public required Guid Id { get; init; }

    public required SubmissionState State { get; init; }

    /// <inheritdoc cref="ReplyReceivedAnswer.AuthorToken"/>
    public required string? AuthorToken { get; init; }

    /// <summary>Null only when a person decided an earlier copy of this submission.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>Stable codes, see <c>/docs/reasons</c>.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public static ReplyDecidedAnswer From(Submission row, string? token) => new()
    {
        Id = row.Key.Id.Value,
        State = row.State,
        AuthorToken = token,
        Verdict = row.Verdict,
        Reasons = StoredReasons.Codes(row.ReasonsJson),
    };
}
