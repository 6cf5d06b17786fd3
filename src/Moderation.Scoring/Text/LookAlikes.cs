using System.Collections.Frozen;

namespace Moderation.Scoring.Text;

/// <summary>
/// Letters of other scripts that look like Latin ones. Whether they are replaced depends on the word they stand in (<see cref="MixedScripts"/>),
/// so that a text which really is Russian or Greek stays what it is.
/// </summary>
internal static class LookAlikes
{
    /// <summary>Set in a hint when only a disguise would use the letter so ("и" for "n"): never enough on its own.</summary>
    public const byte Loose = 0x80;

    private static readonly FrozenDictionary<int, byte> Hints = Build();

    /// <summary>The hint for a code point as written (upper and lower case may differ: "Η" is an H, "η" an n), or 0.</summary>
    public static byte Find(int codePoint) => Hints.GetValueOrDefault(codePoint);

    private static FrozenDictionary<int, byte> Build()
    {
        var hints = new Dictionary<int, byte>();
        // Cyrillic, Greek, Armenian: same glyph in lower or upper case.
        Add(hints, 0, "аaАaвbВbеeЕeёeЁeкkКkмmМmнhНhоoОoрpРpсcСcтtТtуyУyхxХxѕsЅsіiІiїiЇiјjЈjһhҺhԁdԀdԛqԚqԝwԜwѵvѴvӏlӀlьbЬbүyҮyҳxҲxґrҪcҫcԌg");
        Add(hints, 0, "αaΑaβbΒbεeΕeζzΖzηnΗhιiΙiκkΚkμuΜmνvΝnοoΟoρpΡpτtΤtυuΥyχxΧxϲcϹcωwϳjͿj");
        Add(hints, 0, "օoՕoսuհhոnցgզqլlՏsՍuԼlքp");
        Add(hints, Loose, "гrГrзzЗzиnИnйnЙnпnПnяrЯrшwШwщwЩwчyЧyцuЦuэeЭeбbБbдdДdлnЛnъbЪbфoФoҽeҼeѡwѠw");
        Add(hints, Loose, "γyΓrδdΔdθoΘoλlΛaξeΞeπnΠnσoΣeςsφoΦoψyΨy");
        // Cherokee, Lisu, Canadian syllabics: capitals that pass for Latin ones.
        Add(hints, 0, "ᎠdᎡrᎢtᎪaᎫjᎬeᎳwᎷmᎻhᎽyᏀgᏃzᏎ4ᏏbᏒrᏔwᏕsᏙvᏚsᏞlᏟcᏢpᏦkᏴbᎥiᏂhᏉvᏆtᎶgᏌuᏋeᎮpᎯhᏁnᏐsᏖtᏇwᎩyᏗaᏰbᏈcᎴdᎦfᏝl");
        Add(hints, 0, "ꓐbꓑpꓒdꓓdꓔtꓖgꓗkꓙjꓚcꓜzꓝfꓟmꓠnꓡlꓢsꓣrꓦvꓧhꓪwꓫxꓬyꓮaꓰeꓲiꓳoꓴu");
        Add(hints, 0, "ᗩaᗷbᑕcᗪdᗴeᖴfᕼhᒍjᒪlᗰmᑎnᑭpᑫqᖇrᔕsᑌuᐯvᗯwᘔzᏫoᎾoᗅaᗞdᙓeᘜgᕮeᑢcᕈrᔑsᑯdᖯbᑲb");
        Add(hints, Loose, "卂a乃b匚c乇e千f卄h丨i爪m几n卩p尺r丂s山w乂x乙zㄥlㄖoㄒtㄩuㄚyסoוlاlهo");
        return hints.ToFrozenDictionary();
    }

    private static void Add(Dictionary<int, byte> hints, byte flag, string pairs)
    {
        var from = -1;
        foreach (var rune in pairs.EnumerateRunes())
        {
            if (from < 0)
            {
                from = rune.Value;
                continue;
            }

            if (rune.Value is >= 'a' and <= 'z')
            {
                hints[from] = (byte)(rune.Value | flag);
            }

            from = -1;
        }
    }
}
