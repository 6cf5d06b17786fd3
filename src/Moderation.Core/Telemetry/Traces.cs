using System.Diagnostics;

namespace Moderation.Telemetry;

/// <summary>
/// One trace from the website's publish to the decision to the event. A sender's W3C trace context (header <c>traceparent</c> on the queue and over HTTP) is taken up, and
/// goes with the hand-over and the outbox to the event that leaves. Spans hold ids, verdict and versions: no text, no author, no address.
/// </summary>
internal static class Traces
{
    /// <summary>The name of the source.</summary>
    public const string Name = "Moderation";

    /// <summary>The header of W3C Trace Context.</summary>
    public const string Header = "traceparent";

    private const int HeaderChars = 55;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The context of what runs now, if it is recorded.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true, Id: { } id } ? id : null;

    /// <summary>A context that a sender gave, if it is one.</summary>
    public static string? Read(string? header) => header is { Length: HeaderChars } && ActivityContext.TryParse(header, null, isRemote: true, out _) ? header : null;

    /// <summary>Begins the span of a submission's judging; null when nobody listens. The current activity stays what it was.</summary>
    public static Activity? BeginJudging(string? parent, string site, Guid id) => Begin("judge reply", ActivityKind.Consumer, parent, site, id);

    /// <summary>Begins the span of an event's way out; null when nobody listens or the event is of no trace.</summary>
    public static Activity? BeginAnnouncing(string? parent, string site, Guid id) => parent is null ? null : Begin("announce reply", ActivityKind.Producer, parent, site, id);

    private static Activity? Begin(string name, ActivityKind kind, string? parent, string site, Guid id)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? before = Activity.Current;
        try
        {
            Activity.Current = null;
            ActivityContext.TryParse(parent, null, isRemote: true, out ActivityContext context);
            Activity? begun = Source.StartActivity(name, kind, context);
            begun?.SetTag("moderation.site", site);
            begun?.SetTag("moderation.submission_id", id.ToString());
            return begun;
        }
        finally
        {
            Activity.Current = before;
        }
    }
}
