using Moderation.Feedback;
using Moderation.Judging;
using Moderation.Privacy;

namespace Moderation.Server.Doors.Akismet;

/// <summary>
/// <c>comment-check</c>: is this spam? By the same call that answers <c>POST /v1/score</c>, so that a text has the same verdict at every door. Stores nothing but a count.
/// Without a scorer there is no answer but 503.
/// </summary>
internal sealed class CheckComment(AkismetKeys keys, JudgeText judge, ContentHasher contents, KeyUsageCounter usage)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        (AkismetFields? fields, Problems.ProblemCode? refusal) = await AkismetFields.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        if (fields is null)
        {
            return AkismetAnswer.Of(refusal!);
        }

        AkismetCaller caller = await keys.FindAsync(context, fields, cancellationToken).ConfigureAwait(false);
        if (caller.Key is not { } key)
        {
            return caller.Refusal!;
        }

        AskedComment comment = AskedComment.Read(fields);
        if (AkismetTriggers.Find(fields, comment, key) is not { } verdict)
        {
            JudgedText judged = (await judge.HandleAsync(key.Site, comment.Page, [comment.Input], cancellationToken).ConfigureAwait(false))[0];
            verdict = AkismetVerdict.Of(judged, comment.IsHoneypotFilled, key.Options);
        }

        if (!key.IsTest && !fields.IsTrue("is_test"))
        {
            usage.Count(key.KeyId, caller.Host, count => count with { Calls = count.Calls + 1, Spam = count.Spam + (verdict.IsSpam ? 1 : 0), Acceptable = count.Acceptable + (verdict.IsSpam ? 0 : 1) });
        }

        return verdict.ToAnswer(comment.IdOn(key.Site, contents));
    }
}
