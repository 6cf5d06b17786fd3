using Moderation.Scoring.Features;

namespace Moderation.Scoring.Training;

/// <summary>
/// Logistic regression that starts from what another model says: each text has the log odds of the base as a fixed offset, and what is learnt is a correction per feature, penalised
/// by its square. That is a regression penalised towards the base's weights instead of towards zero. ML.NET's learners have no offset and no centre of the penalty, hence our own; L-BFGS
/// on one thread, so that equal inputs give equal weights.
/// </summary>
internal sealed class OffsetLearner
{
    private const int History = 8;
    private const int MaxPasses = 60;
    private const int MaxHalvings = 20;
    private const double SufficientDecrease = 1e-4;
    private const double Tolerance = 1e-5;

    private readonly FeatureMatrix _matrix;
    private readonly int[] _places = new int[FeatureSpace.Size];
    private readonly List<int> _buckets = [];

    /// <summary>Only features of these rows are corrected: nothing is known about the others.</summary>
    public OffsetLearner(FeatureMatrix matrix, IEnumerable<int> rows)
    {
        _matrix = matrix;
        Array.Fill(_places, -1);
        foreach (var bucket in rows.SelectMany(row => matrix.Rows[row]))
        {
            if (_places[bucket] < 0)
            {
                _places[bucket] = _buckets.Count;
                _buckets.Add(bucket);
            }
        }
    }

    /// <summary>One text: its row, what it should be (0 to 1), how much it counts, what the base says, and whether it belongs to the site.</summary>
    /// <param name="Row">Index into the matrix.</param>
    /// <param name="Target">1 violating, 0 acceptable; in between where the base is to be kept.</param>
    /// <param name="Weight">How much it counts; positive.</param>
    /// <param name="Offset">The log odds the base gives it.</param>
    /// <param name="IsSite">The site's own texts share one more number, which takes up that they hold another share of violating texts than the stream does; it is not part of the answer.</param>
    public readonly record struct Example(int Row, double Target, double Weight, double Offset, bool IsSite);

    /// <summary>The correction of every feature of the space, in log odds per unit of its value.</summary>
    public double[] Train(IReadOnlyList<Example> examples, double l2, CancellationToken cancellationToken)
    {
        // The last place is the site's own number. All steps use the same few vectors: they are large, and what the collector has to clear away keeps scoring waiting.
        var weights = new double[_buckets.Count + 1];
        var gradient = new double[weights.Length];
        var next = new double[weights.Length];
        var nextGradient = new double[weights.Length];
        var direction = new double[weights.Length];
        var loss = Loss(examples, weights, gradient, l2, cancellationToken);
        var steps = new Queue<Step>();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            Direct(direction, gradient, steps);
            var slope = Dot(direction, gradient);
            if (slope >= 0)
            {
                break;
            }

            // The first step knows nothing about the scale of the problem.
            var length = steps.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(Dot(gradient, gradient))) : 1.0;
            double nextLoss;
            var halvings = 0;
            while (true)
            {
                for (var index = 0; index < weights.Length; index++)
                {
                    next[index] = weights[index] + (length * direction[index]);
                }

                nextLoss = Loss(examples, next, nextGradient, l2, cancellationToken);
                if (nextLoss <= loss + (SufficientDecrease * length * slope) || ++halvings > MaxHalvings)
                {
                    break;
                }

                length /= 2;
            }

            if (halvings > MaxHalvings)
            {
                break;
            }

            Remember(steps, weights, next, gradient, nextGradient);
            var gain = loss - nextLoss;
            (weights, next) = (next, weights);
            (gradient, nextGradient) = (nextGradient, gradient);
            loss = nextLoss;
            if (gain < Tolerance * Math.Max(Math.Abs(loss), 1e-3))
            {
                break;
            }
        }

        var corrections = new double[FeatureSpace.Size];
        for (var place = 0; place < _buckets.Count; place++)
        {
            corrections[_buckets[place]] = weights[place];
        }

        return corrections;
    }

    private double Loss(IReadOnlyList<Example> examples, double[] weights, double[] gradient, double l2, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double loss = 0;
        var own = weights.Length - 1;
        for (var place = 0; place < own; place++)
        {
            loss += l2 / 2 * weights[place] * weights[place];
            gradient[place] = l2 * weights[place];
        }

        // A touch, so that one class alone does not send it to infinity.
        loss += 1e-3 / 2 * weights[own] * weights[own];
        gradient[own] = 1e-3 * weights[own];
        var values = Array.Empty<float>();
        foreach (var example in examples)
        {
            var buckets = _matrix.Rows[example.Row];
            if (values.Length < buckets.Length)
            {
                values = new float[buckets.Length * 2];
            }

            _matrix.Values(example.Row, values);
            var logOdds = example.Offset + (example.IsSite ? weights[own] : 0);
            for (var index = 0; index < buckets.Length; index++)
            {
                var place = _places[buckets[index]];
                logOdds += place < 0 ? 0 : weights[place] * values[index];
            }

            loss += example.Weight * (Math.Max(logOdds, 0) - (example.Target * logOdds) + Math.Log(1 + Math.Exp(-Math.Abs(logOdds))));
            var error = example.Weight * ((1 / (1 + Math.Exp(-logOdds))) - example.Target);
            gradient[own] += example.IsSite ? error : 0;
            for (var index = 0; index < buckets.Length; index++)
            {
                var place = _places[buckets[index]];
                if (place >= 0)
                {
                    gradient[place] += error * values[index];
                }
            }
        }

        return loss;
    }

    /// <summary>What one step showed about the curvature. The vectors are used again.</summary>
    private sealed class Step(int size)
    {
        public double[] Move { get; } = new double[size];

        public double[] Change { get; } = new double[size];

        public double Curve { get; set; }
    }

    // The two-loop recursion: the gradient bent by the curvature that the last steps have shown.
    private static void Direct(double[] direction, double[] gradient, Queue<Step> steps)
    {
        System.Numerics.Tensors.TensorPrimitives.Negate<double>(gradient, direction);
        var shares = new Stack<double>();
        foreach (var step in steps.Reverse())
        {
            var share = Dot(step.Move, direction) / step.Curve;
            shares.Push(share);
            Add(direction, step.Change, -share);
        }

        if (steps.Count > 0)
        {
            var last = steps.Last();
            var scale = last.Curve / Dot(last.Change, last.Change);
            for (var index = 0; index < direction.Length; index++)
            {
                direction[index] *= scale;
            }
        }

        foreach (var step in steps)
        {
            Add(direction, step.Move, shares.Pop() - (Dot(step.Change, direction) / step.Curve));
        }
    }

    private static void Remember(Queue<Step> steps, double[] from, double[] to, double[] before, double[] after)
    {
        var step = steps.Count == History ? steps.Dequeue() : new Step(from.Length);
        for (var index = 0; index < from.Length; index++)
        {
            step.Move[index] = to[index] - from[index];
            step.Change[index] = after[index] - before[index];
        }

        step.Curve = Dot(step.Move, step.Change);
        if (step.Curve > 1e-12)
        {
            steps.Enqueue(step);
        }
    }

    private static double Dot(double[] left, double[] right) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(left, right);

    private static void Add(double[] to, double[] what, double times) => System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(what, times, to, to);
}
