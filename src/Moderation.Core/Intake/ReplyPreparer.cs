using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>Turns a valid reply into a submission: the address is sealed and everything that is only compared is hashed. After this nothing holds a readable address.</summary>
internal sealed class ReplyPreparer(
    EmailSealer sealer, AuthorKeys authorKeys, NetworkHasher networks, BodyHasher bodies, ContentHasher contents)
{
    /// <param name="reply">What was sent.</param>
    /// <param name="source">The door it came through.</param>
    /// <param name="isTest">Sent with a test key.</param>
    /// <param name="isVouchedFor">True when a website's server sent it; a browser's word about the time is not taken.</param>
    /// <param name="sender">Who sent it, from <see cref="SenderCheck"/>.</param>
    public PreparedReply Prepare(ValidReply reply, SubmissionSource source, bool isTest, bool isVouchedFor, Sender sender)
    {
        SubmissionKey key = new(reply.Site, reply.Id ?? new SubmissionId(Guid.CreateVersion7(reply.ReceivedAt)));
        Guid id = key.Id.Value;
        string? address = reply.Author.Email;
        return new PreparedReply
        {
            PageUrl = reply.Page.Url.Value,
            PageExternalId = reply.Page.ExternalId,
            PageTitle = reply.Page.Title,

            // A test neither moves nor renames a page.
            IsVouchedFor = isVouchedFor && !isTest,
            Draft = new Submission
            {
                Key = key,
                PageId = Guid.Empty,
                ParentId = reply.ParentId,
                RootId = key.Id,
                ReplacesId = reply.ReplacesId,
                State = SubmissionState.Received,
                Source = source,
                IsTest = isTest,
                AuthorName = sender.Author?.Name is { } name ? ReplyText.CleanLine(name) : reply.Author.Name,
                AuthorUrl = reply.Author.Url,
                EmailSealed = address is null ? null : sealer.Seal(key.Site, id, address),
                EmailHash = address is null ? null : sealer.Lookup(key.Site, address),
                AuthorKey = sender.Author is { } author ? authorKeys.Verified(key.Site, author.Subject) : address is null ? null : authorKeys.Unverified(key.Site, address),
                IsAuthorVerified = sender.Author is not null,
                NetworkHash = HashNetwork(key.Site, sender, reply.ReceivedAt),
                NetworkBlock = sender.NetworkBlock,
                Body = reply.Body,
                BodyHash = TextNormalizer.Read(reply.Body, (bodies, key.Site), static (text, state) => state.bodies.Hash(state.Site, text)),
                ContentHash = contents.Hash(key.Site, reply.Page.Key, reply.ParentId?.Value, reply.Author.Name, address, reply.Author.Url, reply.Body),
                IsHoneypotFilled = reply.Honeypot,
                ElapsedSeconds = reply.ElapsedSeconds,
                SubmittedAt = isVouchedFor ? reply.SubmittedAt : reply.ReceivedAt,
                ReceivedAt = reply.ReceivedAt,
            },
        };
    }

    private byte[]? HashNetwork(SiteId site, Sender sender, DateTimeOffset at) =>
        sender.Network is null ? null
        : sender.NetworkBlock is null ? networks.Hash(site, sender.Network, at)
        : networks.StableHash(site, sender.Network);
}
