namespace Moderation.Scoring.Sentences;

/// <summary>
/// Many texts, one answer each. Words are summed in a few microseconds and stay on one thread, which sites leave for scoring; reading sentences takes a hundred times as long and is
/// shared among the processors. The answers are the same either way.
/// </summary>
internal static class ManyTexts
{
    public static TAnswer[] Answer<TText, TAnswer>(Model model, IReadOnlyList<TText> texts, Func<TText, TAnswer> answer, CancellationToken cancellationToken = default)
    {
        var answers = new TAnswer[texts.Count];
        ForEach(model, texts.Count, index => answers[index] = answer(texts[index]), cancellationToken);
        return answers;
    }

    /// <summary>Shares readings among the processors, no more at once than there are: each takes memory while it lasts.</summary>
    public static void Share(int count, Action<int> act, CancellationToken cancellationToken = default) =>
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, act);

    public static void ForEach(Model model, int count, Action<int> act, CancellationToken cancellationToken = default)
    {
        if (model.Card.Sentences is not null)
        {
            Share(count, act, cancellationToken);
            return;
        }

        for (var index = 0; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            act(index);
        }
    }
}
