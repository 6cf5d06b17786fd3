using System.Text;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Time;

namespace Moderation.Blocks;

/// <summary>The blocks in force of each site, remembered: a new or a lifted one counts within two seconds in every process, at one small statement a second.</summary>
internal sealed class SiteBlocks
{
    private readonly BlockStore store;
    private readonly EmailSealer sealer;
    private readonly TimeProvider clock;
    private readonly SiteMemory<BlockList> memory;

    public SiteBlocks(BlockStore store, EmailSealer sealer, TimeProvider clock)
    {
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
        memory = new SiteMemory<BlockList>(ReadAsync, clock);
    }

    public ValueTask<BlockList> CurrentAsync(SiteId site, CancellationToken cancellationToken) => memory.CurrentAsync(site, cancellationToken);

    /// <summary>The network of a block; null when it is for an author.</summary>
    public NetworkRange? OpenNetwork(Block block)
    {
        if (block.NetworkSealed is null)
        {
            return null;
        }

        string text = Encoding.ASCII.GetString(sealer.OpenSecret(ChangeBlocks.NetworkKind, block.BlockId, block.NetworkSealed));
        return NetworkRange.TryParse(text, out NetworkRange range) ? range : throw new InvalidOperationException($"The block {block.BlockId} holds no network.");
    }

    private async Task<BlockList> ReadAsync(SiteId site, BlockList? before, CancellationToken cancellationToken)
    {
        BlockStamp stamp = await store.StampAsync(site, cancellationToken).ConfigureAwait(false);
        if (before is not null && before.Stamp == stamp)
        {
            return before;
        }

        IReadOnlyList<Block> blocks = stamp.Made == stamp.Lifted ? [] : await store.ListInForceAsync(site, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false);

        // A block's network never changes, so that what was opened before stays open.
        return new BlockList(stamp, blocks.ToDictionary(
            block => block.BlockId,
            block => (block, before?.Blocks.TryGetValue(block.BlockId, out (Block Block, NetworkRange? Network) known) == true ? known.Network : OpenNetwork(block))));
    }
}
