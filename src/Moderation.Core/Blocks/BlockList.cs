using System.Buffers.Binary;
using System.Net;
using Moderation.Policies;

namespace Moderation.Blocks;

/// <summary>The blocks of a site that are in force, ready to be asked. Asking costs a look-up, however many there are. Never changes.</summary>
internal sealed class BlockList
{
    private readonly Dictionary<UInt128, Block> subjects = [];
    private readonly Dictionary<UInt128, Block> addresses = [];
    private readonly Dictionary<UInt128, Block> names = [];
    private readonly Dictionary<NetworkRange, Block> networks = [];
    private readonly int[] widthsV4;
    private readonly int[] widthsV6;

    /// <param name="stamp">The state of the store that it was read from.</param>
    /// <param name="blocks">The blocks, each with its network opened if it has one.</param>
    public BlockList(BlockStamp stamp, IReadOnlyDictionary<Guid, (Block Block, NetworkRange? Network)> blocks)
    {
        Stamp = stamp;
        Blocks = blocks;
        foreach ((Block block, NetworkRange? network) in blocks.Values)
        {
            if (network is { } range)
            {
                networks[range] = block;
            }
            else
            {
                (block.Kind switch { BlockKind.Subject => subjects, BlockKind.Email => addresses, _ => names })[Key(block.MatchHash)] = block;
            }
        }

        widthsV4 = [.. networks.Keys.Where(range => !range.IsV6).Select(range => range.Prefix).Distinct()];
        widthsV6 = [.. networks.Keys.Where(range => range.IsV6).Select(range => range.Prefix).Distinct()];
    }

    public BlockStamp Stamp { get; }

    public IReadOnlyDictionary<Guid, (Block Block, NetworkRange? Network)> Blocks { get; }

    /// <summary>True when there is a name to compare with; a name is hashed only then.</summary>
    public bool HasNames => names.Count > 0;

    /// <summary>True for the key of an author the website vouches for who is blocked.</summary>
    public bool IsSubjectBlocked(byte[] authorKey, DateTimeOffset now) => IsInForce(subjects, authorKey, now);

    /// <summary>True for the hash of a blocked address.</summary>
    public bool IsAddressBlocked(byte[] emailHash, DateTimeOffset now) => IsInForce(addresses, emailHash, now);

    /// <summary>True for the hash of a blocked name.</summary>
    public bool IsNameBlocked(byte[] nameHash, DateTimeOffset now) => IsInForce(names, nameHash, now);

    /// <summary>What the blocks of networks around an address ask for, the most severe of them; null when none is blocked.</summary>
    public Verdict? OfNetwork(IPAddress address, DateTimeOffset now)
    {
        if (networks.Count == 0)
        {
            return null;
        }

        Verdict? severest = null;
        (bool isV6, UInt128 bits) = NetworkRange.BitsOf(address);
        foreach (int width in isV6 ? widthsV6 : widthsV4)
        {
            if (networks.TryGetValue(NetworkRange.Of(isV6, width, bits), out Block? block) && block.IsInForce(now) && !(severest >= block.Action))
            {
                severest = block.Action;
            }
        }

        return severest;
    }

    private static bool IsInForce(Dictionary<UInt128, Block> blocks, byte[] hash, DateTimeOffset now) => blocks.TryGetValue(Key(hash), out Block? block) && block.IsInForce(now);

    /// <summary>The first 16 bytes of a keyed hash tell any two apart.</summary>
    private static UInt128 Key(byte[] hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}
