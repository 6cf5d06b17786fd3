using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Moderation.Scoring.Features;
using Moderation.Scoring.Sentences;

namespace Moderation.Scoring.Artefacts;

/// <summary>Reads a model and trusts nothing in it: every length, tag, hash and number is checked before it is used.</summary>
internal static class ArtefactReader
{
    public static ModelParts Read(ReadOnlySpan<byte> bytes)
    {
        CheckHeader(bytes);
        var sections = new (int Offset, int Length)[ArtefactLayout.Tags.Length];
        var expected = (long)ArtefactLayout.HeaderBytes + (sections.Length * ArtefactLayout.EntryBytes);
        for (var index = 0; index < sections.Length; index++)
        {
            var entry = bytes.Slice(ArtefactLayout.HeaderBytes + (index * ArtefactLayout.EntryBytes), ArtefactLayout.EntryBytes);
            var tag = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            var offset = BinaryPrimitives.ReadInt64LittleEndian(entry[8..]);
            var length = BinaryPrimitives.ReadInt64LittleEndian(entry[16..]);
            var fixedLength = ArtefactLayout.LengthOf(tag);
            if (tag != ArtefactLayout.Tags[index] || offset != expected || length < 0 || length > bytes.Length - offset || (fixedLength >= 0 && length != fixedLength))
            {
                throw new ModelFormatException($"Section {index + 1} of the model file has a wrong name, place or length.");
            }

            sections[index] = ((int)offset, (int)length);
            expected = offset + length;
        }

        if (expected != bytes.Length)
        {
            throw new ModelFormatException("The model file has bytes after its last section.");
        }

        var card = ReadCard(Section(bytes, sections[0]));
        return new ModelParts
        {
            Card = card,
            Reading = SentenceReading.Of(card),
            Heads = ReadHeads(Section(bytes, sections[1])),
            Roots = ReadRoots(Section(bytes, sections[2])),
            Vocabulary = new Vocabulary(MemoryMarshal.Cast<byte, ulong>(Section(bytes, sections[3]).ToArray()).ToArray()),
        };
    }

    private static void CheckHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ArtefactLayout.HeaderBytes + (ArtefactLayout.Tags.Length * ArtefactLayout.EntryBytes))
        {
            throw new ModelFormatException($"The model file is too short ({bytes.Length} bytes).");
        }

        if (!bytes.StartsWith(ArtefactLayout.Magic))
        {
            throw new ModelFormatException("This is not a model file: its first bytes are wrong.");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version != ArtefactLayout.Version)
        {
            throw new ModelFormatException($"The model file has layout version {version}; this program reads version {ArtefactLayout.Version}.");
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) != ArtefactLayout.Tags.Length)
        {
            throw new ModelFormatException("The model file has a wrong number of sections.");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (length != bytes.Length || length > ArtefactLayout.MaxBytes)
        {
            throw new ModelFormatException($"The model file says it has {length} bytes and has {bytes.Length}; at most {ArtefactLayout.MaxBytes} are allowed.");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[ArtefactLayout.HeaderBytes..], hash);
        if (!bytes.Slice(ArtefactLayout.HashStart, hash.Length).SequenceEqual(hash))
        {
            throw new ModelFormatException("The model file is damaged: its checksum does not match its content.");
        }
    }

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> bytes, (int Offset, int Length) section) => bytes.Slice(section.Offset, section.Length);

    private static ModelCard ReadCard(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ModelCardJson.Default.ModelCard) ?? throw new ModelFormatException("The model file has an empty card.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException($"The card in the model file cannot be read: {exception.Message}", exception);
        }
    }

    private static ModelParts.Head?[] ReadHeads(ReadOnlySpan<byte> bytes)
    {
        var heads = new ModelParts.Head?[Categories.Count];
        for (var index = 0; index < heads.Length; index++)
        {
            var knots = BinaryPrimitives.ReadInt32LittleEndian(Take(ref bytes, 4));
            if (knots == 0)
            {
                continue;
            }

            if (knots is < 2 or > Calibration.MaxKnots)
            {
                throw new ModelFormatException($"The calibration of {((Category)index).ToText()} has {knots} knots.");
            }

            var scale = ReadDouble(ref bytes);
            var bias = ReadDouble(ref bytes);
            var raw = new double[knots];
            var logOdds = new double[knots];
            for (var knot = 0; knot < knots; knot++)
            {
                raw[knot] = ReadDouble(ref bytes);
                logOdds[knot] = ReadDouble(ref bytes);
            }

            try
            {
                heads[index] = new ModelParts.Head(scale, bias, new Calibration(raw, logOdds));
            }
            catch (ArgumentException exception)
            {
                throw new ModelFormatException($"The calibration of {((Category)index).ToText()} is wrong: {exception.Message}", exception);
            }
        }

        return bytes.IsEmpty ? heads : throw new ModelFormatException("The model file has too many bytes in its heads.");
    }

    private static double ReadDouble(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(Take(ref bytes, 8));
        return double.IsFinite(value) ? value : throw new ModelFormatException("A number in the heads of the model file is not finite.");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < count)
        {
            throw new ModelFormatException("The heads of the model file end too early.");
        }

        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static sbyte[] ReadRoots(ReadOnlySpan<byte> bytes)
    {
        var roots = MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray();
        return !roots.AsSpan().Contains(sbyte.MinValue) ? roots : throw new ModelFormatException("A weight in the model file is out of range.");
    }
}
