using System.Net;
using Moderation.Authors;
using Moderation.Blocks;
using Moderation.Policies;

namespace Moderation.Intake;

/// <summary>
/// Finds out who sent a reply and whether its network is blocked. The visitor's address is compared here, while it is at hand, and kept nowhere. Without an identity token
/// and without blocks it asks the store nothing that it did not know a second ago.
/// </summary>
internal sealed class SenderCheck(SiteIdentityKeys identityKeys, SiteBlocks blocks)
{
    /// <summary>What is known of the sender, or what is wrong with the identity token.</summary>
    /// <param name="reply">What was sent.</param>
    /// <param name="isVouchedFor">True when a website's server sent it: its word about the time is taken, so that a token does not end while a message waits.</param>
    /// <param name="network">The visitor's address; null when it is not known.</param>
    /// <param name="cancellationToken">Ends the look into the store.</param>
    public async ValueTask<Sender> CheckAsync(ValidReply reply, bool isVouchedFor, IPAddress? network, CancellationToken cancellationToken)
    {
        Verdict? block = network is null ? null : (await blocks.CurrentAsync(reply.Site, cancellationToken).ConfigureAwait(false)).OfNetwork(network, reply.ReceivedAt);
        if (reply.Author.Identity is not { } token)
        {
            return new Sender { Network = network, NetworkBlock = block };
        }

        IdentityClaim claim = new()
        {
            Token = token,
            Site = reply.Site,
            PageUrl = reply.Page.Url.Value,
            PageId = reply.Page.ExternalId,
            IsVouchedFor = isVouchedFor,
            At = isVouchedFor ? reply.SubmittedAt : reply.ReceivedAt,
        };
        IdentityResult result = await IdentityTokens.CheckAsync(claim, await identityKeys.CurrentAsync(reply.Site, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return new Sender { Network = network, NetworkBlock = block, Author = result.Author, Refusal = result.Refusal };
    }
}
