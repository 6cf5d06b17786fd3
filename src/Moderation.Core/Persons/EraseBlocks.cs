using Moderation.Blocks;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Persons;

/// <summary>Blocks of an address whose owner is erased, also where nothing that was sent with it is left.</summary>
internal sealed class EraseBlocks(Database database, SiteStore sites, EmailSealer sealer, TimeProvider clock)
{
    /// <summary>Takes name and note out of them, on one site or on all. How many there were.</summary>
    public async Task<int> ByAddressAsync(string address, SiteId? site, CancellationToken cancellationToken)
    {
        IEnumerable<SiteId> all = site is { } one ? [one] : (await sites.ListAsync(cancellationToken).ConfigureAwait(false)).Select(listed => listed.Id);
        return await database.RunAsync(
            async (unit, token) =>
            {
                int found = 0;
                foreach (SiteId each in all)
                {
                    found += await BlockStore.EraseAsync(unit, each, sealer.Lookup(each, address), clock.UtcNowMicros(), token).ConfigureAwait(false);
                }

                return found;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
