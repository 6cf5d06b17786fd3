using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Moderation.Messaging;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Sites;
using Moderation.Time;

namespace Moderation.Server.Doors.Native;

/// <summary>
/// <c>GET /v1/sites/{site}/decisions?after=</c>: the events of a site in their order, for programs that do not listen to the broker. A page at once, a page as soon as
/// there is something (long-poll), or an endless stream (server-sent events).
/// </summary>
internal sealed class DecisionsFeed(CallerCheck callers, OutboxStore outbox, TimeProvider clock)
{
    private const int PageEvents = 200;

    private const int MaxWaitSeconds = 30;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan SilenceAtMost = TimeSpan.FromSeconds(15);

    public async Task<IResult> HandleAsync(HttpContext context, string site, string? after, string? wait, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.ApiKeyAsync(context, site, Door.Native, KeyRights.Read, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        // A browser's event source says where it was in a header of its own.
        string? cursor = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : after;
        if (!TryParse(cursor, out long position))
        {
            return Problem.Validation("after", "The cursor is not one that this service gave.");
        }

        if (!double.TryParse(wait ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !(seconds is >= 0 and <= MaxWaitSeconds))
        {
            return Problem.Validation("wait", $"The wait must be a number of seconds from 0 to {MaxWaitSeconds}.");
        }

        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/event-stream"))
        {
            await StreamAsync(context, caller.Caller, position, cancellationToken).ConfigureAwait(false);
            return TypedResults.Empty;
        }

        IReadOnlyList<OutboxEvent> events = await WaitAsync(caller.Caller.Site.Id, position, TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
        return TypedResults.Text(Page(caller.Caller, events, position), "application/json; charset=utf-8", Encoding.UTF8);
    }

    /// <summary>The events as they are stored, and the cursor to go on from.</summary>
    private static string Page(Caller caller, IReadOnlyList<OutboxEvent> events, long position) =>
        $$"""{"events":[{{string.Join(',', events.Where(one => IsFor(caller, one)).Select(one => one.Payload))}}],"next":"{{Cursor(events.Count == 0 ? position : events[^1].Position)}}"}""";

    /// <summary>For a test key there are only test submissions. The last member of their events says so, and nothing else can stand there.</summary>
    private static bool IsFor(Caller caller, OutboxEvent one) => !caller.IsTest || one.Payload.EndsWith("\"test\":true}", StringComparison.Ordinal);

    private async Task<IReadOnlyList<OutboxEvent>> WaitAsync(SiteId site, long position, TimeSpan limit, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        while (true)
        {
            IReadOnlyList<OutboxEvent> events = await outbox.ListAfterAsync(site, position, clock.UtcNowMicros(), PageEvents, cancellationToken).ConfigureAwait(false);
            if (events.Count > 0 || clock.GetElapsedTime(started) >= limit)
            {
                return events;
            }

            await Task.Delay(LookEvery, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StreamAsync(HttpContext context, Caller caller, long position, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (true)
            {
                IReadOnlyList<OutboxEvent> events = await WaitAsync(caller.Site.Id, position, SilenceAtMost, cancellationToken).ConfigureAwait(false);
                StringBuilder text = new();
                foreach (OutboxEvent one in events)
                {
                    position = one.Position;
                    if (!IsFor(caller, one))
                    {
                        continue;
                    }

                    text.Append(CultureInfo.InvariantCulture, $"id: {Cursor(position)}\nevent: reply-decided\ndata: {one.Payload}\n\n");
                }

                // A comment now and then: proxies close a connection that says nothing.
                await context.Response.WriteAsync(text.Length == 0 ? ":\n\n" : text.ToString(), cancellationToken).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The reader is gone.
        }
    }

    private static string Cursor(long position) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture)));

    private static bool TryParse(string? text, out long position)
    {
        position = 0;
        return string.IsNullOrEmpty(text)
            || (text.Length <= 40 && Base64Url.IsValid(text)
                && long.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)), NumberStyles.None, CultureInfo.InvariantCulture, out position));
    }
}
