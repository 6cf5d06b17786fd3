using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Blocks;

/// <summary>Recognises a blocked name in whatever case, spacing or look-alike letters it is typed.</summary>
internal sealed class BlockNames(AuthorKeys keys)
{
    /// <summary>16 bytes that are equal for all spellings of a name on one site.</summary>
    public byte[] Hash(SiteId site, string name)
    {
        string folded = TextNormalizer.Normalize(name).Text;
        return keys.Named(site, string.Concat(folded.Where(char.IsLetterOrDigit)) is { Length: > 0 } letters ? letters : name.Trim());
    }
}
