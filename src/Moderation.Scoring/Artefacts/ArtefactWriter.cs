using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Moderation.Scoring.Artefacts;

/// <summary>Writes a model in the layout of <see cref="ArtefactLayout"/>.</summary>
internal static class ArtefactWriter
{
    public static byte[] Write(ModelParts parts)
    {
        byte[][] sections =
        [
            JsonSerializer.SerializeToUtf8Bytes(parts.Card, ModelCardJson.Indented.ModelCard),
            WriteHeads(parts.Heads),
            MemoryMarshal.AsBytes(parts.Roots.AsSpan()).ToArray(),
            WriteVocabulary(parts),
        ];
        var tableEnd = ArtefactLayout.HeaderBytes + (sections.Length * ArtefactLayout.EntryBytes);
        var bytes = new byte[tableEnd + sections.Sum(section => section.Length)];
        ArtefactLayout.Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), ArtefactLayout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), sections.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), bytes.Length);
        var offset = tableEnd;
        for (var index = 0; index < sections.Length; index++)
        {
            var entry = bytes.AsSpan(ArtefactLayout.HeaderBytes + (index * ArtefactLayout.EntryBytes), ArtefactLayout.EntryBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(entry, ArtefactLayout.Tags[index]);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], sections[index].Length);
            sections[index].CopyTo(bytes, offset);
            offset += sections[index].Length;
        }

        SHA256.HashData(bytes.AsSpan(ArtefactLayout.HeaderBytes), bytes.AsSpan(ArtefactLayout.HashStart, SHA256.HashSizeInBytes));
        return bytes;
    }

    private static byte[] WriteHeads(ModelParts.Head?[] heads)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var head in heads)
        {
            writer.Write(head is null ? 0 : head.Calibration.Raw.Length);
            if (head is null)
            {
                continue;
            }

            writer.Write(head.Scale);
            writer.Write(head.Bias);
            for (var knot = 0; knot < head.Calibration.Raw.Length; knot++)
            {
                writer.Write(head.Calibration.Raw[knot]);
                writer.Write(head.Calibration.LogOdds[knot]);
            }
        }

        return stream.ToArray();
    }

    private static byte[] WriteVocabulary(ModelParts parts)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Models are written on little-endian machines.");
        }

        return MemoryMarshal.AsBytes(parts.Vocabulary.Bits.AsSpan()).ToArray();
    }
}
