using Moderation.Submissions;

namespace Moderation.Quality;

/// <summary>
/// Draws a day's sample while the day's submissions pass by, however many there are: of each part a random set of the size of the whole sample is kept, and at the end the places are
/// given out. Half go to what is just below a threshold, some to what was stopped, the rest to everything else; what a part cannot fill goes to the others.
/// </summary>
internal sealed class BlindSample(Random random)
{
    /// <summary>Items of a site a day.</summary>
    public const int Size = 30;

    /// <summary>Of them just below a threshold.</summary>
    public const int NearPlaces = Size / 2;

    /// <summary>Of them flagged or rejected.</summary>
    public const int StoppedPlaces = 5;

    private readonly Reservoir[] parts = [new(random), new(random), new(random)];

    /// <summary>How many of a part passed by.</summary>
    public int CountOf(BlindPart part) => parts[(int)part].Seen;

    /// <summary>One more submission of the day.</summary>
    public void Offer(BlindPart part, SubmissionId id, string modelVersion) => parts[(int)part].Offer((id, modelVersion));

    /// <summary>The sample.</summary>
    public IReadOnlyList<(BlindPart Part, SubmissionId Id, string ModelVersion, double Weight)> Draw()
    {
        int[] places = new int[parts.Length];
        Give(places, BlindPart.Near, NearPlaces);
        Give(places, BlindPart.Stopped, StoppedPlaces);
        Give(places, BlindPart.Far, Size);
        Give(places, BlindPart.Near, Size);
        Give(places, BlindPart.Stopped, Size);
        return
        [
            .. Enum.GetValues<BlindPart>().SelectMany(part => parts[(int)part].Kept.Take(places[(int)part])
                .Select(kept => (part, kept.Id, kept.ModelVersion, (double)CountOf(part) / places[(int)part]))),
        ];
    }

    private void Give(int[] places, BlindPart part, int wanted) => places[(int)part] += Math.Min(Math.Min(wanted, Size - places.Sum()), parts[(int)part].Kept.Count - places[(int)part]);

    /// <summary>A random set of fixed size of everything that was offered, in random order.</summary>
    private sealed class Reservoir(Random random)
    {
        public int Seen { get; private set; }

        public List<(SubmissionId Id, string ModelVersion)> Kept { get; } = new(Size);

        public void Offer((SubmissionId Id, string ModelVersion) one)
        {
            Seen++;
            if (Kept.Count < Size)
            {
                // A random place among those kept, so that the first of them are a random set too.
                int place = random.Next(Kept.Count + 1);
                Kept.Insert(place, one);
            }
            else if (random.Next(Seen) is var index && index < Size)
            {
                Kept.RemoveAt(index);
                Kept.Insert(random.Next(Size), one);
            }
        }
    }
}
