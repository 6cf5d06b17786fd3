namespace Moderation.Messaging;

/// <summary>The names on the broker that other programs rely on.</summary>
internal static class BrokerNames
{
    /// <summary>Fanout exchange and queue to which websites publish submissions.</summary>
    public const string SubmitReply = "moderation.submit-reply";

    /// <summary>Fanout exchange and queue of everything from <see cref="SubmitReply"/> that cannot be judged.</summary>
    public const string SubmitReplyErrors = "moderation.submit-reply_error";

    /// <summary>Topic exchange of events, with routing key <c>{site}.{state}</c>.</summary>
    public const string ReplyDecided = "moderation.reply-decided";

    /// <summary>Queue of decisions that a site's own program makes.</summary>
    public const string Decide = "moderation.decide";

    /// <summary>Fanout exchange and queue of everything from <see cref="Decide"/> that cannot be carried out.</summary>
    public const string DecideErrors = "moderation.decide_error";

    /// <summary>Queue of hand-overs: names of submissions that are stored as Received.</summary>
    public const string JudgeReceived = "moderation.judge-received";

    /// <summary>Queue of orders to train a model.</summary>
    public const string Train = "moderation.train";
}
