namespace Moderation.Training;

/// <summary>
/// Asks the trainer for a model of a site. On the queue <c>moderation.train</c>; the namespace is on the wire. The run itself is a row of the store, so that a message that is lost or comes
/// twice changes nothing.
/// </summary>
public sealed record TrainModel
{
    public string Site { get; init; } = "";

    /// <summary>The run that was stored already, so that the trainer only has to be woken; null asks for one.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Who asked: an actor. Empty for a program such as cron.</summary>
    public string By { get; init; } = "";
}
