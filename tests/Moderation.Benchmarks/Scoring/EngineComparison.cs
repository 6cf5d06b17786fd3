using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Benchmarks.Scoring;

/// <summary>
/// Our scoring beside fastText's command line and seven stock ML.NET prediction engines trained on the same texts: one run, one thread, all categories.
/// Needs <c>fasttext</c> on the path.
/// </summary>
internal static class EngineComparison
{
    private const int Rounds = 5;
    private const int StockTexts = 5000;

    private static readonly int[] Lengths = [200, 2000];

    /// <summary>Runs the comparison; <paramref name="file"/> holds labelled texts.</summary>
    public static int Run(string file)
    {
        var texts = LabelledFile.Read(file, null, CancellationToken.None).Texts;
        var folder = Directory.CreateTempSubdirectory("engines").FullName;
        try
        {
            var model = BaseModel.Load(ShippedModel.Words);
            var fastText = TrainFastText(texts, folder);
            var stock = TrainStock(texts);
            foreach (var length in Lengths)
            {
                var samples = Samples(texts, length);
                // The middle of several rounds, the engines taking turns, so that a busy machine slows all of them.
                var rounds = Enumerable.Range(0, Rounds)
                    .Select(_ => (Ours: TimeOurs(model, samples), FastText: TimeFastText(fastText, samples, folder), Stock: TimeStock(stock, samples)))
                    .ToArray();
                var (ours, theirs, engines) = (Median(rounds.Select(round => round.Ours)), Median(rounds.Select(round => round.FastText)), Median(rounds.Select(round => round.Stock)));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{length} characters: ours {ours:0.00} µs, fastText {theirs:0.0} µs (ratio {ours / theirs:0.000}), seven stock engines {engines:0} µs ({engines / ours:0} times)"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static string[] Samples(IReadOnlyList<LabelledText> texts, int length)
    {
        var all = string.Join(' ', texts.Where(text => text.Text.Length > 100).Take(20_000).Select(text => OneLine(text.Text)));
        return [.. Enumerable.Range(0, Math.Min(4_000_000 / length, all.Length / length)).Select(index => all.Substring(index * length, length))];
    }

    private static double TimeOurs(Model model, string[] samples)
    {
        Span<double> scores = stackalloc double[Categories.Count];
        var watch = Stopwatch.StartNew();
        foreach (var sample in samples)
        {
            model.Score(new ScoringInput { Text = sample }, scores);
        }

        return watch.Elapsed.TotalMicroseconds / samples.Length;
    }

    private static double TimeStock(PredictionEngine<StockInput, StockOutput>[] engines, string[] samples)
    {
        var some = samples.Take(Math.Max(20, samples.Length / 100)).ToArray();
        var watch = Stopwatch.StartNew();
        foreach (var sample in some)
        {
            foreach (var engine in engines)
            {
                engine.Predict(new StockInput { Text = sample });
            }
        }

        return watch.Elapsed.TotalMicroseconds / some.Length;
    }

    // Twice the lines minus once the lines: loading the model and starting the process cancel out.
    private static double TimeFastText(string model, string[] samples, string folder)
    {
        var once = Path.Combine(folder, "once.txt");
        var twice = Path.Combine(folder, "twice.txt");
        File.WriteAllLines(once, samples);
        File.WriteAllLines(twice, [.. samples, .. samples]);
        var watch = Stopwatch.StartNew();
        Start("predict-prob", model, once, "7");
        var first = watch.Elapsed;
        Start("predict-prob", model, twice, "7");
        return (watch.Elapsed - first - first).TotalMicroseconds / samples.Length;
    }

    private static string TrainFastText(IReadOnlyList<LabelledText> texts, string folder)
    {
        var input = Path.Combine(folder, "train.txt");
        File.WriteAllLines(input, texts.Select(text => string.Join(' ', Labels(text).Append(OneLine(text.Text)))));
        var output = Path.Combine(folder, "fast");
        Start("supervised", "-input", input, "-output", output, "-dim", "10", "-wordNgrams", "2", "-minn", "3", "-maxn", "5", "-loss", "one-vs-all", "-epoch", "1", "-thread", "1", "-bucket", "500000");
        return output + ".bin";
    }

    private static string[] Labels(LabelledText text)
    {
        var violating = Categories.All.Where(category => text.Labels[category] is true).Select(category => "__label__" + category.ToText()).ToArray();
        return violating.Length == 0 ? ["__label__acceptable"] : violating;
    }

    private static PredictionEngine<StockInput, StockOutput>[] TrainStock(IReadOnlyList<LabelledText> texts)
    {
        var context = new MLContext(1);
        return [.. Categories.All.Take(7).Select(category =>
        {
            var labelled = texts.Where(text => text.Labels[category] is not null).ToArray();
            var chosen = labelled.Where(text => text.Labels[category] is true).Take(StockTexts / 2).Concat(labelled.Where(text => text.Labels[category] is false).Take(StockTexts / 2));
            var data = context.Data.LoadFromEnumerable(chosen.Select(text => new StockInput { Text = text.Text, Label = text.Labels[category] is true }));
            var pipeline = context.Transforms.Text.FeaturizeText("Features", nameof(StockInput.Text))
                .Append(context.BinaryClassification.Trainers.LbfgsLogisticRegression());
            return context.Model.CreatePredictionEngine<StockInput, StockOutput>(pipeline.Fit(data));
        })];
    }

    private static void Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("fasttext") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("fasttext does not start.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"fasttext {arguments[0]} ended with {process.ExitCode}.");
        }
    }

    private static string OneLine(string text) => text.Replace('\n', ' ').Replace('\r', ' ');

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private sealed class StockInput
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class StockOutput
    {
        [ColumnName("Probability")]
        public float Probability { get; set; }
    }
}
