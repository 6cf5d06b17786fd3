using Moderation.Scoring.Features;

namespace Moderation.Scoring.Artefacts;

/// <summary>
/// The file: 8 bytes of magic, version, number of sections, total length, SHA-256 of all that follows, then a table of sections (tag, zero, offset, length) and
/// the sections themselves without gaps. All numbers are little-endian. Nothing in it depends on a clock, a culture or a compression library, so equal models are equal bytes.
/// </summary>
internal static class ArtefactLayout
{
    public const int Version = 2;
    public const int HeaderBytes = 56;
    public const int HashStart = 24;
    public const int EntryBytes = 24;
    public const int MaxBytes = 20 * 1024 * 1024;

    public const uint CardTag = 0x44524143; // "CARD"
    public const uint HeadTag = 0x44414548; // "HEAD"
    public const uint WeightTag = 0x54474957; // "WIGT"
    public const uint VocabularyTag = 0x42434F56; // "VOCB"

    public static ReadOnlySpan<byte> Magic => "MODRMODL"u8;

    /// <summary>The sections in the order in which they are written.</summary>
    public static ReadOnlySpan<uint> Tags => [CardTag, HeadTag, WeightTag, VocabularyTag];

    /// <summary>The only length a section may have, or -1 where it varies.</summary>
    public static long LengthOf(uint tag) => tag switch
    {
        WeightTag => (long)FeatureSpace.Size * Categories.Count,
        VocabularyTag => Vocabulary.Bytes,
        _ => -1,
    };
}
