using System.Globalization;
using System.Net;
using Moderation.Intake;
using Moderation.Models;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Server.Doors.Native;
using Moderation.Server.Problems;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.Doors.Akismet;

/// <summary>
/// For keys with <see cref="KeyOptions.Store"/>: a comment that a client asks about becomes a submission, which moderators review like any other and which is never shown by
/// this service: its own site does that. Asked again, the client hears what was decided meanwhile.
/// </summary>
internal sealed class StoreComment(SenderCheck senders, ReplyPreparer preparer, ReplyIntake intake, VerdictWait verdicts, TimeProvider clock)
{
    /// <summary>Clients wait a few seconds at most.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(8);

    /// <summary>What stands for a name that was not given.</summary>
    private const string NoName = "–";

    /// <summary>The verdict on the stored submission; null when the comment is none that can be stored (no page, no text, too long, or a closed page), which is then only scored.</summary>
    /// <exception cref="ScorerUnavailableException">There is no verdict in time, or nothing could be scored.</exception>
    public async Task<StoredCheck?> HandleAsync(ApiKey key, AskedComment comment, AkismetFields fields, Guid id, CancellationToken cancellationToken)
    {
        if (Read(key, comment, fields, id) is not { } reply)
        {
            return null;
        }

        IPAddress? network = IPAddress.TryParse(fields.Sent("user_ip")?.Trim(), out IPAddress? address) ? address : null;
        Sender sender = await senders.CheckAsync(reply, isVouchedFor: true, network, cancellationToken).ConfigureAwait(false);
        PreparedReply prepared = preparer.Prepare(reply, SubmissionSource.Http, isTest: false, isVouchedFor: true, sender);
        prepared = prepared with { Draft = prepared.Draft with { IsUnlisted = true } };
        SubmissionKey submission = prepared.Draft.Key;
        using DecisionSignal.Waiter waiter = verdicts.Expect(submission);
        AcceptResult accepted = await intake.AcceptAsync(prepared, cancellationToken).ConfigureAwait(false);
        switch (accepted.Outcome)
        {
            case AcceptOutcome.Stored or AcceptOutcome.Repeated or AcceptOutcome.IdTaken:
                break;
            case AcceptOutcome.PageClosed or AcceptOutcome.ParentUnknown:
                return null;
            case AcceptOutcome.Overloaded:
                return new StoredCheck { Refusal = AkismetAnswer.Of(ProblemCode.TooMany, 1) };
            case AcceptOutcome.StoreAway:
                return new StoredCheck { Refusal = AkismetAnswer.Of(ProblemCode.StoreAway) };
        }

        Submission row = await verdicts.WaitAsync(submission, waiter, Wait, cancellationToken).ConfigureAwait(false) ?? throw new ScorerUnavailableException();
        return new StoredCheck { Verdict = Of(row, key.Options) };
    }

    /// <summary>What the state of a submission is to a client. What could not be scored is no answer at all.</summary>
    private AkismetVerdict Of(Submission row, KeyOptions options)
    {
        IReadOnlyList<string> codes = StoredReasons.Codes(row.ReasonsJson);
        if (row.State == SubmissionState.Flagged && row.Scores is null)
        {
            throw new ScorerUnavailableException();
        }

        // An approval that may still be undone unnoticed is none yet.
        bool isApproved = row.State == SubmissionState.Approved && row.EffectiveAt <= clock.UtcNowMicros();
        bool isWaiting = row.State == SubmissionState.Flagged || (row.State == SubmissionState.Approved && !isApproved);
        Verdict verdict = isApproved ? Verdict.Approve : isWaiting ? Verdict.Flag : Verdict.Reject;
        return AkismetVerdict.Of(verdict, isAboutSpam: row.Scores?.Spam >= 0.5 && row.State == SubmissionState.Flagged, codes, row.ModelVersion, options);
    }

    private ValidReply? Read(ApiKey key, AskedComment comment, AkismetFields fields, Guid id)
    {
        PageUrl? page = comment.Page ?? (PageUrl.TryCanonicalise(fields.Sent("blog"), out PageUrl home) ? home : null);
        if (page is null || ReplyText.IsBlank(comment.Text) || ReplyText.CountChars(comment.Text) > ReplyLimits.MaxBodyChars || System.Text.Encoding.UTF8.GetByteCount(comment.Text) > ReplyLimits.MaxBodyBytes)
        {
            return null;
        }

        DateTimeOffset now = clock.UtcNowMicros();
        string name = ReplyText.CleanLine(comment.AuthorName ?? "");
        return new ValidReply
        {
            Id = new SubmissionId(id),
            Site = key.Site,
            Page = new ValidPage { Url = page.Value },
            Author = new ValidAuthor { Name = ReplyText.IsBlank(name) || name.Length > ReplyLimits.MaxNameChars ? NoName : name, Url = LinkOf(comment.AuthorUrl) },
            Body = comment.Text,
            SubmittedAt = DateTimeOffset.TryParse(fields.Sent("comment_date_gmt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset sent) && sent <= now && sent.Year >= 2000 ? sent : now,
            ReceivedAt = now,
            Honeypot = comment.IsHoneypotFilled,
            Warnings = [],
        };
    }

    private static string? LinkOf(string? url) =>
        url?.Length <= ReplyLimits.MaxUrlChars && Uri.TryCreate(url.Trim(), UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" ? url.Trim() : null;
}

/// <summary>What a stored comment is to a client, or the refusal that answers the call.</summary>
internal sealed record StoredCheck
{
    public AkismetVerdict? Verdict { get; init; }

    public AkismetAnswer? Refusal { get; init; }
}
