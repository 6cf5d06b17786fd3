using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Moderation.Scoring.Training;

/// <summary>A file of labelled texts, read to the end: what could be used, and every row that could not, by line and column.</summary>
/// <remarks>
/// Reads tab-separated values with backslash escapes, comma-separated values with quotes (Jigsaw's and the YouTube spam collection's among them) and JSON Lines;
/// gzip or not. Columns are found by their names, see <see cref="LabelledColumns"/>.
/// </remarks>
public sealed record LabelledFile
{
    /// <summary>The path as given.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of the file as it lies on disk, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required IReadOnlyList<LabelledText> Texts { get; init; }

    public required IReadOnlyList<BadRow> BadRows { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="LabelledFileException">The file as a whole is unusable: no header, no text column, not gzip inside.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static LabelledFile Read(string path, LabelledColumns? columns, CancellationToken cancellationToken)
    {
        return Read(path, File.ReadAllBytes(path), columns, cancellationToken);
    }

    internal static LabelledFile Read(string path, byte[] bytes, LabelledColumns? columns, CancellationToken cancellationToken)
    {
        var name = System.IO.Path.GetFileName(path);
        try
        {
            using var stream = Open(bytes);
            using var reader = new StreamReader(stream, new UTF8Encoding(false));
            var rows = new LabelledRows(name, columns ?? LabelledColumns.Default);
            rows.ReadAll(reader, name, cancellationToken);
            return new LabelledFile { Path = path, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), Texts = rows.Texts, BadRows = rows.BadRows };
        }
        catch (InvalidDataException exception)
        {
            throw new LabelledFileException($"{name}: the compressed data is damaged.", exception);
        }
    }

    /// <summary>The entry of this file in a model's card; <paramref name="use"/> is <c>training</c> or <c>validation</c>.</summary>
    public TrainingFileCard ToCard(string use) => new()
    {
        Name = System.IO.Path.GetFileName(Path),
        Sha256 = Sha256,
        Use = use,
        Rows = Texts.Count,
        BadRows = BadRows.Count,
    };

    internal static Stream Open(byte[] bytes)
    {
        var stream = new MemoryStream(bytes, writable: false);
        return bytes is [0x1F, 0x8B, ..] ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}

/// <summary>A row that could not be used.</summary>
/// <param name="File">File name without its folder.</param>
/// <param name="Line">Line on which the row starts, from 1.</param>
/// <param name="Column">Name of the column, or null when the row as a whole is wrong.</param>
/// <param name="Message">What is wrong, without the row's text.</param>
public sealed record BadRow(string File, int Line, string? Column, string Message)
{
    public override string ToString() => Column is null ? $"{File}, line {Line}: {Message}" : $"{File}, line {Line}, column {Column}: {Message}";
}

/// <summary>A file of labelled texts cannot be read at all; the message is a sentence for the user.</summary>
public sealed class LabelledFileException : Exception
{
    public LabelledFileException()
        : this("The file cannot be read.")
    {
    }

    public LabelledFileException(string message)
        : base(message)
    {
    }

    public LabelledFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
