namespace Moderation.Server.Samples;

/// <summary>
/// One comment and all the ways in which it is told: as written, with an aside before or after it, and together with another comment of its kind.
/// Every way comes once before any comes twice, so that a long run repeats itself late; only the first telling is the bare text.
/// </summary>
internal sealed class SampleText
{
    private readonly SampleComment _comment;
    private readonly string[] _before;
    private readonly string[] _after;
    private readonly string[] _partners;
    private readonly int _asides;
    private readonly int _stride;
    private int _told;

    /// <summary>Collects what goes with the comment.</summary>
    public SampleText(SampleComment comment)
    {
        _comment = comment;
        _before = [.. SampleLibrary.Asides.Where(aside => aside.Place == "before" && aside.GoesWith(comment)).Select(aside => aside.Text)];
        _after = [.. SampleLibrary.Asides.Where(aside => aside.Place == "after" && aside.GoesWith(comment)).Select(aside => aside.Text)];
        _partners = [.. SampleLibrary.Comments.Where(other => other != comment && other.Label == comment.Label && other.Kind == comment.Kind && other.Topic == comment.Topic).Select(other => other.Text)];
        _asides = (_before.Length + 1) * (_after.Length + 1);
        _stride = StrideThrough(_asides);
    }

    /// <summary>The comment as it is in the file.</summary>
    public SampleComment Comment => _comment;

    /// <summary>In how many ways it can be told.</summary>
    public int Ways => _asides * (_partners.Length + 1);

    /// <summary>The next way of telling it.</summary>
    public string Tell()
    {
        int way = _told % Ways;
        _told = (_told + 1) % Ways;
        int aside = (int)((long)way * _stride % _asides);
        int partner = way / _asides;
        string text = partner == 0 ? _comment.Text : $"{_comment.Text}\n\n{_partners[partner - 1]}";
        int before = aside % (_before.Length + 1);
        int after = aside / (_before.Length + 1);
        text = before == 0 ? text : $"{_before[before - 1]} {text}";
        return after == 0 ? text : $"{text} {_after[after - 1]}";
    }

    /// <summary>A step near the golden section that shares no divisor with the count: it visits all of them, neighbours far apart.</summary>
    private static int StrideThrough(int count)
    {
        int stride = Math.Max(1, (int)(count * 0.618));
        while (Divisor(stride, count) != 1)
        {
            stride++;
        }

        return stride;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
