using Moderation.Intake;
using Moderation.Messaging;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Inbound;

/// <summary>Validates each reply of a batch alone and gives it its id. One bad member never costs another reply anything.</summary>
internal sealed class InboundValidator(KnownSites sites, SenderCheck senders, ReplyPreparer preparer, TimeProvider clock, InboundMeter meter)
{
    /// <summary>The replies that can be judged; what cannot is added to <paramref name="refused"/>.</summary>
    public async Task<List<InboundReply>> ValidateAsync(IReadOnlyList<InboundMessage> messages, List<RefusedMessage> refused, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<SiteId, Site> known = await sites.FindAsync(Named(messages), cancellationToken).ConfigureAwait(false);
        ReplyContext context = new()
        {
            ReceivedAt = clock.UtcNowMicros(),
            RequiresEmail = site => known.TryGetValue(site, out Site? found) && found.RequiresEmail,
        };
        List<InboundReply> valid = new(messages.Count);
        foreach (InboundMessage message in messages)
        {
            if (message.Read.RefusedAs is { } code)
            {
                refused.Add(InboundReply.Refuse(message, item: null, code, [.. message.Read.Errors.Keys]));
            }

            foreach (ReadReply read in message.Read.Replies)
            {
                Validation validation = ReplyValidator.Validate(read, context);
                if (!validation.IsValid)
                {
                    refused.Add(InboundReply.Refuse(message, read.Index, validation.RefusedAs, [.. validation.Errors.Keys]));
                }
                else if (!known.ContainsKey(validation.Reply.Site))
                {
                    refused.Add(InboundReply.Refuse(message, read.Index, InboundCodes.SiteUnknown, [$"{read.PathPrefix}site"]));
                }
                else
                {
                    Sender sender = await senders.CheckAsync(validation.Reply, isVouchedFor: true, validation.Reply.ClientAddress, cancellationToken).ConfigureAwait(false);
                    if (sender.Refusal is null)
                    {
                        valid.Add(Prepare(message, read.Index, validation.Reply, sender));
                    }
                    else
                    {
                        refused.Add(InboundReply.Refuse(message, read.Index, RefusalCodes.Invalid, [$"{read.PathPrefix}author.identity"]) with { Detail = sender.Refusal });
                    }
                }
            }
        }

        return valid;
    }

    private static HashSet<SiteId> Named(IReadOnlyList<InboundMessage> messages)
    {
        HashSet<SiteId> named = [];
        foreach (ReadReply read in messages.SelectMany(message => message.Read.Replies))
        {
            if (SiteId.TryParse(read.Reply.Site, out SiteId site))
            {
                named.Add(site);
            }
        }

        return named;
    }

    private InboundReply Prepare(InboundMessage message, int? item, ValidReply reply, Sender sender)
    {
        SubmissionId? id = reply.Id ?? (message.MessageId is { } text ? SubmissionIds.FromMessageId(reply.Site, text, item) : null);
        if (id is null)
        {
            // Such a message is judged again as another one when the broker delivers it twice.
            meter.IdMade();
        }

        return new InboundReply
        {
            Message = message,
            Item = item,
            Prepared = preparer.Prepare(reply with { Id = id }, SubmissionSource.Queue, isTest: false, isVouchedFor: true, sender),
        };
    }
}
