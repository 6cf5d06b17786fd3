using System.Diagnostics;
using System.Globalization;
using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;

namespace Moderation.Benchmarks.Newsroom;

/// <summary>
/// How fast a site's model learns the rules of a house that differ from the base's, and what it forgets meanwhile. The labels come from one stream of a simulated newsroom, the held-out
/// decisions from another. Repeated with several draws of labels. With labelled files the same house decides about real comments instead.
/// </summary>
internal static class NewsroomExperiment
{
    private static readonly int[] Sizes = [0, 50, 200, 1_000, 5_000];

    public static int Run(string[] args)
    {
        int draws = Option(args, "--draws", 3);
        SiteTrainingOptions tried = new() { Base = BaseModel.Load(), Name = "newsroom", CreatedAt = DateTimeOffset.UnixEpoch, CodeVersion = "", Training = [], Validation = [], FunctionalCases = [] };
        tried = tried with { L2 = Number(args, "--l2", tried.L2), OtherL2 = Number(args, "--other-l2", tried.OtherL2), KeptWeight = Number(args, "--kept", tried.KeptWeight) };
        string? plot = Text(args, "--plot");
        IReadOnlyList<HouseComment>? pool = Text(args, "--labels") is { } labels ? NewsroomFiles.Read(labels) : null;
        IReadOnlyList<HouseComment> heldOut = Text(args, "--held-out") is { } file ? NewsroomFiles.Read(file) : new NewsroomStream(SeedCorpus.FunctionalTest, seesAll: true, seed: 0).Next(4_000);
        Console.WriteLine($"{heldOut.Count} held-out decisions, {heldOut.Count(comment => comment.IsRejected)} rejected; {heldOut.Count(comment => comment.Differs)} follow rules of the house alone");
        Console.WriteLine("labels\taccuracy\ton what differs\tROC-AUC\tfunctional test\tidentity flagged\taccepted flagged\trejected flagged\tseconds");
        List<Row> rows = [];
        foreach (int size in Sizes)
        {
            Row[] measured = [.. Enumerable.Range(1, size == 0 ? 1 : draws).Select(seed => Measure(tried, heldOut, Mistaken(Draw(pool, size, seed), Number(args, "--mistakes", 0), seed)))];
            Row mean = new(
                size, measured.Average(row => row.Accuracy), measured.Average(row => row.Differing), measured.Average(row => row.RocAuc), measured.Average(row => row.Functional), measured.Average(row => row.Identity),
                measured.Average(row => row.AcceptedFlagged), measured.Average(row => row.RejectedFlagged), measured.Average(row => row.Seconds));
            rows.Add(mean);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{size}\t{mean.Accuracy:0.0%}\t{mean.Differing:0.0%}\t{mean.RocAuc:0.0000}\t{mean.Functional:0.0%}\t{mean.Identity:0}\t{mean.AcceptedFlagged:0.0%}\t{mean.RejectedFlagged:0.0%}\t{mean.Seconds:0.0}\t(worst draw: accuracy {measured.Min(row => row.Accuracy):0.0%}, functional {measured.Min(row => row.Functional):0.0%})"));
        }

        double gap = (rows[2].Accuracy - rows[0].Accuracy) / (rows[^1].Accuracy - rows[0].Accuracy);
        double loss = rows[0].Functional - rows.Min(row => row.Functional);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"200 labels close {gap:0.0%} of the gap to 5,000 (aim: 30 %); the functional test loses {100 * loss:0.00} points at most (aim: 1)"));
        if (plot is not null)
        {
            File.WriteAllText(plot, NewsroomPlot.Draw([.. rows.Select(row => (row.Labels, row.Accuracy, row.Functional))]));
        }

        return gap >= 0.3 && loss <= 0.01 ? 0 : 1;
    }

    private static Row Measure(SiteTrainingOptions options, IReadOnlyList<HouseComment> heldOut, LabelledText[] labels)
    {
        int size = labels.Length;
        long start = Stopwatch.GetTimestamp();
        Model taught = Teach(options with { Training = labels[..(size * 9 / 10)], Validation = labels[(size * 9 / 10)..] });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        DefaultThresholds thresholds = taught.Card.Thresholds;
        ILookup<bool, bool> flagged = heldOut.ToLookup(
            comment => comment.IsRejected,
            comment => taught.Score(comment.Text.Input) is var scores && (thresholds.Stop(scores) || (size > 0 && scores[Category.LikelyToReject] >= thresholds.LikelyToReject)));
        (double Score, bool IsRejected, bool Differs)[] scored = [.. heldOut.Select(comment =>
            (taught.Score(comment.Text.Input)[Category.LikelyToReject]!.Value, comment.IsRejected, comment.Differs))];

        // As many are rejected as the moderators reject: how well a threshold is guessed is not what this is about.
        double threshold = scored.Select(text => text.Score).OrderDescending().ElementAt(scored.Count(text => text.IsRejected) - 1);
        return new Row(
            size,
            scored.Average(text => (text.Score >= threshold) == text.IsRejected ? 1.0 : 0),
            scored.Where(text => text.Differs).Average(text => (text.Score >= threshold) == text.IsRejected ? 1.0 : 0),
            new ScoredSamples(scored.Select(text => (text.Score, text.IsRejected, 1.0))).RocAuc(),
            FunctionalTest.Run(taught, SeedCorpus.FunctionalTest, showsTexts: false, replicates: 1)!.Passed.Value,
            IdentitySentences.Evaluate(taught).Flagged,
            flagged[false].Average(isFlagged => isFlagged ? 1.0 : 0),
            flagged[true].Average(isFlagged => isFlagged ? 1.0 : 0),
            seconds);
    }

    // Too few labels of one kind leave the house with the base.
    private static Model Teach(SiteTrainingOptions options)
    {
        try
        {
            return SiteModelTrainer.Train(options, null, CancellationToken.None).Model;
        }
        catch (TrainingException)
        {
            return options.Base;
        }
    }

    private static LabelledText[] Draw(IReadOnlyList<HouseComment>? pool, int size, int seed)
    {
        if (pool is null)
        {
            return [.. new NewsroomStream(SeedCorpus.Training, seesAll: false, seed).Next(size).Select(comment => comment.Text)];
        }

        LabelledText[] labels = [.. pool.Select(comment => comment.Text)];
        new Random(seed).Shuffle(labels);
        return labels[..Math.Min(size, labels.Length)];
    }

    // Moderators err, and differ among themselves.
    private static LabelledText[] Mistaken(LabelledText[] labels, double share, int seed)
    {
        Random random = new(seed);
        return Array.ConvertAll(labels, text => random.NextDouble() >= share ? text : text with { Labels = LabelReasons.ToLabels(text.Labels[Category.LikelyToReject] is false, null) });
    }

    private static string? Text(string[] args, string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault();

    private static int Option(string[] args, string name, int otherwise) => (int)Number(args, name, otherwise);

    private static double Number(string[] args, string name, double otherwise) =>
        Text(args, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed record Row(int Labels, double Accuracy, double Differing, double RocAuc, double Functional, double Identity, double AcceptedFlagged, double RejectedFlagged, double Seconds);
}
