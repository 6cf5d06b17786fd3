using System.Buffers.Binary;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>
/// Counts what a batch of submissions that are not stored yet says about itself, so that a flood within one batch is seen as one. Pure. Pages and names are counted as
/// the larger of the two counts, the store's and the batch's, because both may hold the same ones; everything else is their sum.
/// </summary>
internal static class BatchCounts
{
    /// <summary>Adds to the counts of each probe what stands before it in the batch.</summary>
    public static void AddTo(Dictionary<SubmissionKey, RecentCounts> counts, IReadOnlyList<RecentProbe> probes)
    {
        Dictionary<Trait, List<RecentProbe>> bodies = new(probes.Count);
        Dictionary<Trait, List<RecentProbe>> authors = [];
        Dictionary<Trait, List<RecentProbe>> networks = [];
        foreach (RecentProbe probe in probes)
        {
            List<RecentProbe>? sameText = Before(bodies, probe, probe.BodyHash);
            List<RecentProbe>? sameAuthor = Before(authors, probe, probe.AuthorKey);
            List<RecentProbe>? sameNetwork = Before(networks, probe, probe.NetworkHash);
            if (sameText is not null || sameAuthor is not null || sameNetwork is not null)
            {
                counts[probe.Key] = Add(counts[probe.Key], probe, sameText ?? [], sameAuthor?.Count ?? 0, sameNetwork?.Count ?? 0);
            }

            Remember(bodies, probe, probe.BodyHash);
            Remember(authors, probe, probe.AuthorKey);
            Remember(networks, probe, probe.NetworkHash);
        }
    }

    private static RecentCounts Add(RecentCounts stored, RecentProbe probe, List<RecentProbe> sameText, int sameAuthor, int sameNetwork) => stored with
    {
        SamePage = stored.SamePage + sameText.Count(other => other.PageId == probe.PageId && !IsReplaced(other, probe)),
        OtherPages = Math.Max(stored.OtherPages, sameText.Where(other => other.PageId != probe.PageId).Select(other => other.PageId).Distinct().Count()),
        OtherNames = Math.Max(stored.OtherNames, sameText.Where(other => other.AuthorName != probe.AuthorName).Select(other => other.AuthorName).Distinct(StringComparer.Ordinal).Count()),
        AuthorBurst = stored.AuthorBurst + sameAuthor,
        Author = stored.Author + sameAuthor,
        Network = stored.Network + sameNetwork,
    };

    private static bool IsReplaced(RecentProbe other, RecentProbe probe) => other.Key.Id == probe.ReplacesId;

    private static List<RecentProbe>? Before(Dictionary<Trait, List<RecentProbe>> seen, RecentProbe probe, byte[]? hash) =>
        hash is not null && seen.TryGetValue(Trait.Of(probe, hash), out List<RecentProbe>? before) ? before : null;

    private static void Remember(Dictionary<Trait, List<RecentProbe>> seen, RecentProbe probe, byte[]? hash)
    {
        if (hash is null)
        {
            return;
        }

        Trait trait = Trait.Of(probe, hash);
        if (!seen.TryGetValue(trait, out List<RecentProbe>? same))
        {
            seen[trait] = same = new List<RecentProbe>(1);
        }

        // A hundred is more than any limit asks for, and keeps a batch of equal texts from being compared each with each.
        if (same.Count < RecentCounts.Limit)
        {
            same.Add(probe);
        }
    }

    /// <summary>A keyed hash within its site; the first 16 bytes of it tell any two apart.</summary>
    private readonly record struct Trait(SiteId Site, bool IsTest, UInt128 Hash)
    {
        public static Trait Of(RecentProbe probe, byte[] hash) => new(probe.Key.Site, probe.IsTest, BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
