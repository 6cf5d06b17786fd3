using System.Collections.Frozen;

namespace Moderation.Policies;

/// <summary>Services whose short links lead anywhere. Those of one platform that lead to that platform alone (youtu.be, redd.it) are none.</summary>
internal static class Shorteners
{
    private static readonly FrozenSet<string> Hosts = new[]
    {
        "adf.ly", "b.link", "bit.do", "bit.ly", "bitly.com", "bitly.ws", "bl.ink", "buff.ly", "clck.ru", "cli.co", "cutt.ly", "dlvr.it", "goo.gl", "goo.su", "gg.gg", "hyperurl.co",
        "i8.ae", "ift.tt", "is.gd", "j.mp", "kutt.it", "linktr.ee", "lnkd.in", "lnk.to", "mcaf.ee", "n9.cl", "o-trim.co", "ow.ly", "plu.sh", "q.gs", "qr.ae", "rb.gy", "rebrand.ly", "rotf.lol",
        "rplg.co", "rx.link", "s.id", "short.gy", "short.io", "shorturl.at", "shorte.st", "shrtco.de", "snip.ly", "soo.gd", "surl.li", "t.co", "t.cn", "t.ly", "tiny.cc", "tiny.pl", "tinu.be",
        "tinyurl.com", "tny.im", "tr.im", "trib.al", "u.to", "urlr.me", "urlz.fr", "v.gd", "vk.cc", "x.co", "x.gd", "yourls.org", "zpr.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for a host in the form of <see cref="LinkHost"/>.</summary>
    public static bool Contain(string host) => Hosts.Contains(host);
}
