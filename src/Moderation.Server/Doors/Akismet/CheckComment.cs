using Moderation.Feedback;
using Moderation.Judging;
using Moderation.Privacy;
using Moderation.Sites;

namespace Moderation.Server.Doors.Akismet;

/// <summary>
/// <c>comment-check</c>: is this spam? By the same call that answers <c>POST /v1/score</c>, so that a text has the same verdict at every door. Stores nothing but a count, unless the key has it stored.
/// Without a scorer there is no answer but 503.
/// </summary>
internal sealed class CheckComment(AkismetKeys keys, JudgeText judge, StoreComment store, ContentHasher contents, KeyUsageCounter usage)
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
        Guid id = comment.IdOn(key.Site, contents);
        bool isReal = !key.IsTest && !fields.IsTrue("is_test");
        AkismetVerdict? verdict = AkismetTriggers.Find(fields, comment, key);
        if (verdict is null && isReal && key.Options.HasFlag(KeyOptions.Store) && await store.HandleAsync(key, comment, fields, id, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            if (stored.Refusal is not null)
            {
                return stored.Refusal;
            }

            verdict = stored.Verdict;
        }

        verdict ??= AkismetVerdict.Of((await judge.HandleAsync(key.Site, comment.Page, [comment.Input], cancellationToken).ConfigureAwait(false))[0], comment.IsHoneypotFilled);
        if (isReal)
        {
            usage.Count(key.KeyId, caller.Host, count => count with { Calls = count.Calls + 1, Spam = count.Spam + (verdict.IsSpam ? 1 : 0), Acceptable = count.Acceptable + (verdict.IsSpam ? 0 : 1) });
        }

        return verdict.ToAnswer(id);
    }
}
