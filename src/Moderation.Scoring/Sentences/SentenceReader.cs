using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace Moderation.Scoring.Sentences;

/// <summary>
/// A small transformer that reads a comment as sentences, where the linear heads see words: six layers of 384, taught on the seed corpus and a part of the public sources, eight bits a weight.
/// It says one number (log odds) per category, which a model adds to its own with weights from its card. One text at a time and one thread per text, so that what a text gets
/// depends on nothing else. Safe to share between threads; loaded at the first text and kept for the process, some 80 MB.
/// </summary>
internal sealed class SentenceReader
{
    private const string Folder = "Moderation.Scoring.Sentences.";

    private static readonly Lazy<SentenceReader> s_shipped = new(() => new SentenceReader());
    private static readonly string[] s_inputs = ["input_ids"];
    private static readonly string[] s_outputs = ["logits"];

    private readonly Lazy<(InferenceSession Session, WordPieces Pieces)> _loaded;
    private readonly RecentReadings _recent = new();

    private SentenceReader()
    {
        using var about = Open("reader.json");
        Card = JsonSerializer.Deserialize(about, ModelCardJson.Default.SentenceReaderCard) ?? throw new InvalidOperationException("The assembly lacks the card of its sentence reader.");
        _loaded = new Lazy<(InferenceSession, WordPieces)>(Load);
    }

    /// <summary>The reader that ships with this version.</summary>
    public static SentenceReader Shipped => s_shipped.Value;

    /// <summary>What it is and where it comes from.</summary>
    public SentenceReaderCard Card { get; }

    /// <summary>Reads one text.</summary>
    /// <param name="text">The normalised text, of any length: of a long one its beginning and its end are read.</param>
    /// <param name="authorUrl">The author's typed web address, or null.</param>
    /// <param name="logOdds">Filled with the log odds of every category, in their order.</param>
    public void Read(ReadOnlySpan<char> text, string? authorUrl, Span<float> logOdds)
    {
        var (session, pieces) = _loaded.Value;
        var ids = pieces.Of(text, authorUrl);
        var key = RecentReadings.Key(ids);
        if (_recent.Find(key) is { } known)
        {
            known.CopyTo(logOdds);
            return;
        }

        using var input = OrtValue.CreateTensorValueFromMemory(ids, [1, ids.Length]);
        using var options = new RunOptions();
        using var answers = session.Run(options, s_inputs, [input], s_outputs);
        var reading = answers[0].GetTensorDataAsSpan<float>().ToArray();
        _recent.Add(key, reading);
        reading.CopyTo(logOdds);
    }

    private (InferenceSession Session, WordPieces Pieces) Load()
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            EnableCpuMemArena = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // On Windows the runtime would tell its makers that it is used.
        OrtEnv.Instance().DisableTelemetryEvents();
        var bytes = Bytes("reader.onnx");
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != Card.Sha256)
        {
            throw new InvalidOperationException("The sentence reader in the assembly is not the one its card describes.");
        }

        using var vocabulary = Open("vocabulary.txt");
        return (new InferenceSession(bytes, options), new WordPieces(vocabulary));
    }

    private static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name) ?? throw new InvalidOperationException($"The assembly lacks {name} of its sentence reader.");

    private static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
