using Moderation.Feedback;
using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Server.Doors.Akismet;

/// <summary><c>submit-spam</c> and <c>submit-ham</c>: the client says what a comment was. Evidence of little weight, also without a check before; saying it again changes nothing.</summary>
internal sealed class SubmitFeedback(AkismetKeys keys, RecordFeedback record, ContentHasher contents, KeyUsageCounter usage)
{
    /// <summary>The whole body, to the byte.</summary>
    public const string Thanks = "Thanks for making the web a better place.";

    public async Task<IResult> HandleAsync(HttpContext context, bool isSpam, CancellationToken cancellationToken)
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
        if (comment.Text.Length == 0 || fields.IsTrue("is_test"))
        {
            return new AkismetAnswer(Thanks);
        }

        FeedbackNote note = new()
        {
            Key = key,
            Door = Door.Akismet,
            Text = comment.Text,
            Values = new Dictionary<Category, double> { [Category.Spam] = isSpam ? 1 : 0 },
            CheckId = CheckOf(fields) ?? comment.IdOn(key.Site, contents),
        };
        if (await record.HandleAsync(note, cancellationToken).ConfigureAwait(false))
        {
            usage.Count(key.KeyId, caller.Host, count => isSpam ? count with { MissedSpam = count.MissedSpam + 1 } : count with { FalsePositives = count.FalsePositives + 1 });
        }

        return new AkismetAnswer(Thanks);
    }

    private static Guid? CheckOf(AkismetFields fields) => Guid.TryParse(fields.Sent("guid", "akismet_guid", "comment_guid"), out Guid id) ? id : null;
}
