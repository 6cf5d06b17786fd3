using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Moderation.Scoring.Features;

namespace Moderation.Scoring.Training;

/// <summary>Trains one linear head with ML.NET's L-BFGS logistic regression on one thread, so that equal inputs give equal weights.</summary>
internal sealed class LinearLearner(FeatureMatrix matrix, int seed)
{
    // Sums of gradients differ in their last digits below this; going on costs passes and changes nothing measurable.
    private const float Tolerance = 1e-4f;
    private const int History = 10;

    /// <summary>One training row: index into the matrix, class, weight, and the bucket that stands for its source.</summary>
    public readonly record struct Example(int Row, bool IsViolating, float Weight, int SourceBucket);

    /// <summary>Weights per bucket and the bias.</summary>
    public sealed record Weights(float[] PerBucket, double Bias);

    /// <summary>Trains on the examples with every feature multiplied by <paramref name="scales"/> (null for 1); the answer is for unscaled features.</summary>
    public Weights Train(IReadOnlyList<Example> examples, float[]? scales, double l2, int maxIterations, CancellationToken cancellationToken)
    {
        var context = new MLContext(seed);
        var data = context.Data.LoadFromEnumerable(Enumerate(examples, scales, cancellationToken), CreateSchema());
        var trainer = context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(MatrixRow.Label),
            FeatureColumnName = nameof(MatrixRow.Features),
            ExampleWeightColumnName = nameof(MatrixRow.Weight),
            L1Regularization = 0,
            L2Regularization = (float)l2,
            OptimizationTolerance = Tolerance,
            HistorySize = History,
            MaximumNumberOfIterations = maxIterations,
            NumberOfThreads = 1,
            DenseOptimizer = true,
        });
        var linear = trainer.Fit(data).Model.SubModel;
        var weights = linear.Weights.ToArray();
        if (scales is not null)
        {
            for (var bucket = 0; bucket < weights.Length; bucket++)
            {
                weights[bucket] *= scales[bucket];
            }
        }

        return new Weights(weights, linear.Bias);
    }

    /// <summary>
    /// How differently the two classes use each bucket: the absolute log ratio of its smoothed shares (naive Bayes; Wang and Manning 2012).
    /// 1 for the rows that are not text.
    /// </summary>
    public float[] ClassRatios(IReadOnlyList<Example> examples)
    {
        var violating = new double[FeatureSpace.Size];
        var acceptable = new double[FeatureSpace.Size];
        double violatingTotal = 0, acceptableTotal = 0;
        foreach (var example in examples)
        {
            var counts = example.IsViolating ? violating : acceptable;
            foreach (var bucket in matrix.Rows[example.Row])
            {
                counts[bucket] += example.Weight;
            }

            violatingTotal += example.IsViolating ? example.Weight : 0;
            acceptableTotal += example.IsViolating ? 0 : example.Weight;
        }

        var ratios = new float[FeatureSpace.Size];
        for (var bucket = 0; bucket < ratios.Length; bucket++)
        {
            ratios[bucket] = bucket >= FeatureSpace.FirstSignal
                ? 1
                : (float)Math.Abs(Math.Log((violating[bucket] + 1) / (violatingTotal + 2)) - Math.Log((acceptable[bucket] + 1) / (acceptableTotal + 2)));
        }

        return ratios;
    }

    // The size must be in the type: a vector of unknown size does not train.
    private static SchemaDefinition CreateSchema()
    {
        var schema = SchemaDefinition.Create(typeof(MatrixRow));
        schema[nameof(MatrixRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, FeatureSpace.Size);
        return schema;
    }

    // Values are computed on the way: storing them would double the memory of the matrix and every scaling would need a copy.
    private IEnumerable<MatrixRow> Enumerate(IReadOnlyList<Example> examples, float[]? scales, CancellationToken cancellationToken)
    {
        var row = new MatrixRow();
        var indices = new int[1024];
        var values = new float[1024];
        foreach (var example in examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var buckets = matrix.Rows[example.Row];
            if (indices.Length <= buckets.Length)
            {
                indices = new int[buckets.Length * 2];
                values = new float[buckets.Length * 2];
            }

            var count = Fill(buckets, example, scales, indices, values);
            row.Label = example.IsViolating;
            row.Weight = example.Weight;
            row.Features = new VBuffer<float>(FeatureSpace.Size, count, values, indices);
            yield return row;
        }
    }

    private int Fill(int[] buckets, Example example, float[]? scales, int[] indices, float[] values)
    {
        matrix.Values(example.Row, values);
        // The source's bucket lies before the author's: it goes where the order wants it.
        var place = Array.FindIndex(buckets, bucket => bucket > example.SourceBucket);
        place = place < 0 ? buckets.Length : place;
        Array.Copy(values, place, values, place + 1, buckets.Length - place);
        values[place] = 1;
        Array.Copy(buckets, indices, place);
        indices[place] = example.SourceBucket;
        Array.Copy(buckets, place, indices, place + 1, buckets.Length - place);
        if (scales is not null)
        {
            for (var index = 0; index <= buckets.Length; index++)
            {
                values[index] *= scales[indices[index]];
            }
        }

        return buckets.Length + 1;
    }

    private sealed class MatrixRow
    {
        public bool Label { get; set; }

        public float Weight { get; set; }

        public VBuffer<float> Features { get; set; }
    }
}
