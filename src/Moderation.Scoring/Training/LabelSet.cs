namespace Moderation.Scoring.Training;

/// <summary>What is known about one text: per category violating, acceptable, or not labelled, which is not the same as acceptable.</summary>
public readonly record struct LabelSet
{
    private readonly byte _known;
    private readonly byte _violating;

    private LabelSet(byte known, byte violating) => (_known, _violating) = (known, violating);

    /// <summary>True for violating, false for acceptable, null for not labelled.</summary>
    public bool? this[Category category] => (_known >> (int)category & 1) == 0 ? null : (_violating >> (int)category & 1) != 0;

    /// <summary>True when at least one category is labelled.</summary>
    public bool IsLabelled => _known != 0;

    /// <summary>True when any category but profanity is violating: what the functional test expects to be flagged or rejected.</summary>
    public bool IsViolating => WithUnion()[Category.LikelyToReject] is true;

    /// <summary>Every category but likely-to-reject labelled: violating when it is among <paramref name="violating"/>, else acceptable.</summary>
    public static LabelSet Complete(IReadOnlyCollection<Category> violating)
    {
        var labels = default(LabelSet);
        foreach (var category in Categories.All)
        {
            labels = category == Category.LikelyToReject ? labels : labels.With(category, violating.Contains(category));
        }

        return labels;
    }

    /// <summary>The same labels with one changed; null removes it.</summary>
    public LabelSet With(Category category, bool? isViolating)
    {
        var bit = (byte)(1 << (int)category);
        return new LabelSet(
            (byte)(isViolating is null ? _known & ~bit : _known | bit),
            (byte)(isViolating is true ? _violating | bit : _violating & ~bit));
    }

    /// <summary>
    /// Fills <see cref="Category.LikelyToReject"/> where it is not labelled: violating when any other category but profanity is, because swearing alone is no
    /// reason to reject; acceptable when toxicity is known to be; otherwise unknown.
    /// </summary>
    public LabelSet WithUnion()
    {
        const byte Others = 0xFF ^ (1 << (int)Category.LikelyToReject) ^ (1 << (int)Category.Profanity);
        return this[Category.LikelyToReject] is not null ? this
            : (_violating & Others) != 0 ? With(Category.LikelyToReject, true)
            : this[Category.Toxicity] is false ? With(Category.LikelyToReject, false)
            : this;
    }
}
