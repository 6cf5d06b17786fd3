using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Moderation.Labels;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>One text of a training set: which, what it is, and what it is for. The text itself stays where it can be erased; its hash is here.</summary>
/// <param name="SubmissionId">Which.</param>
/// <param name="Part">What it is for.</param>
/// <param name="IsViolating">Its label.</param>
/// <param name="Reason">Why it is violating; null when nobody said.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="TextHash">Of its text.</param>
internal sealed record TrainingItem(Guid SubmissionId, TrainingPart Part, bool IsViolating, string? Reason, LabelSource Source, double Weight, string TextHash);

/// <summary>What a text of a training set is for.</summary>
internal enum TrainingPart
{
    /// <summary>It is learnt from.</summary>
    Training,

    /// <summary>For thresholds and the figures in the card.</summary>
    Validation,

    /// <summary>For the gate: no trainer reads it.</summary>
    Holdout,
}

/// <summary>The items as bytes: one line each, in the order of their ids, so that equal sets have equal hashes.</summary>
internal static class TrainingItems
{
    /// <summary>The lines, compressed, and the SHA-256 of the lines in lower-case hexadecimal.</summary>
    public static (byte[] Bytes, string Sha256) Write(IReadOnlyList<TrainingItem> items)
    {
        StringBuilder lines = new();
        foreach (TrainingItem item in items.OrderBy(item => item.SubmissionId.ToString("D"), StringComparer.Ordinal))
        {
            lines.Append(CultureInfo.InvariantCulture, $"{item.SubmissionId:D}\t{item.Part.ToText()}\t{(item.IsViolating ? 1 : 0)}\t{item.Reason}\t{item.Source.ToText()}\t{item.Weight:R}\t{item.TextHash}\n");
        }

        byte[] plain = Encoding.UTF8.GetBytes(lines.ToString());
        using MemoryStream stream = new();
        using (GZipStream zip = new(stream, CompressionLevel.Optimal))
        {
            zip.Write(plain);
        }

        return (stream.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain)));
    }

    /// <summary>Reads what <see cref="Write"/> wrote. Throws <see cref="InvalidDataException"/> when the lines are not those of the hash.</summary>
    public static IReadOnlyList<TrainingItem> Read(byte[] bytes, string sha256)
    {
        using GZipStream zip = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream plain = new();
        zip.CopyTo(plain);
        if (Convert.ToHexStringLower(SHA256.HashData(plain.GetBuffer().AsSpan(0, (int)plain.Length))) != sha256)
        {
            throw new InvalidDataException($"The training set {sha256} is damaged: its items have another hash.");
        }

        return [.. Encoding.UTF8.GetString(plain.GetBuffer(), 0, (int)plain.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            string[] cells = line.Split('\t');
            return new TrainingItem(
                Guid.Parse(cells[0]), EnumText.Parse<TrainingPart>(cells[1]), cells[2] == "1", cells[3].Length == 0 ? null : cells[3], EnumText.Parse<LabelSource>(cells[4]),
                double.Parse(cells[5], CultureInfo.InvariantCulture), cells[6]);
        })];
    }
}
