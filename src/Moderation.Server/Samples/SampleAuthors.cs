using System.Globalization;
using System.Net;
using System.Text;
using Moderation.Contracts;

namespace Moderation.Server.Samples;

/// <summary>Invents who wrote a sample reply, and from where. Addresses are on reserved domains and networks only.</summary>
internal static class SampleAuthors
{
    private const string SuffixLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly string[] MailDomains = ["example.net", "example.org", "example.com", "mail.example", "post.example", "lenn-valley.example"];

    private static readonly string[] Handles =
    [
        "old_oak", "Quay Row", "saltmarsh", "M.", "the other Ruth", "a tired nurse", "lane three", "Reader from Nethershore", "bassoon", "T. P.", "night bus", "Grandad of five",
        "wetboots", "No. 14", "heron watcher", "ex-miller", "left bank", "Just passing", "K. from the market", "two wheels", "rosehip", "early riser", "HarbourCat", "J. R.",
    ];

    private static readonly string[] SpamNames =
    [
        "Best Deals 2026", "Linda", "cheap watches", "Dr. Desmond", "SEO Expert", "casino bonus", "Maria", "loan office", "Mark", "crypto signals", "keto tea", "James Brown", "essay writer", "IPTV",
    ];

    private static readonly string[] SpamSites =
    [
        "http://best-deals-2026.example", "http://casino-bonus.example/?ref=77", "https://loan-office.example", "http://cheap-watches.example/sale", "http://keto-tea.example", "https://crypto-signals.example/vip",
    ];

    private static readonly string[] Browsers =
    [
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
    ];

    /// <summary>A name, mostly an address, seldom a website; spammers leave a website more often.</summary>
    public static AuthorDetails Author(SampleDice dice, SampleLabel label)
    {
        bool isSpammer = label == SampleLabel.Spam;
        string name = isSpammer && dice.Falls(0.5) ? dice.Pick(SpamNames) : Name(dice);
        string local = LocalPart(name);

        // A few letters more: people do not meet in one address, or the flood rule would see one person.
        StringBuilder suffix = new();
        for (int letter = 0; letter < 5; letter++)
        {
            suffix.Append(SuffixLetters[dice.Next(SuffixLetters.Length)]);
        }

        string domain = dice.Pick(MailDomains);
        bool hasAddress = dice.Falls(0.85);
        bool hasSite = dice.Falls(isSpammer ? 0.6 : 0.06);
        return new AuthorDetails
        {
            Name = name,
            Email = hasAddress ? $"{local}.{suffix}@{domain}" : null,
            Url = hasSite ? (isSpammer ? dice.Pick(SpamSites) : $"https://{local.Replace('.', '-')}.example") : null,
        };
    }

    /// <summary>A connection out of the documentation network 2001:db8::/32 (RFC 3849), which has 65,536 different /48.</summary>
    public static ClientDetails Client(SampleDice dice, SamplePage page)
    {
        byte[] address = [0x20, 0x01, 0x0D, 0xB8, (byte)dice.Next(256), (byte)dice.Next(256), 0, 1, 0, 0, 0, 0, 0, 0, 0, (byte)dice.Next(256)];
        return new ClientDetails { Ip = new IPAddress(address).ToString(), UserAgent = dice.Pick(Browsers), Referrer = page.Url };
    }

    private static string Name(SampleDice dice)
    {
        SampleNames names = dice.Pick(SampleLibrary.Names);
        string given = dice.Pick(names.Given);
        string family = dice.Pick(names.Family);
        return dice.NextShare() switch
        {
            < 0.55 => $"{given} {family}",
            < 0.80 => given,
            < 0.90 => $"{given} {family[..1]}.",
            < 0.94 => given.ToLowerInvariant(),
            _ => dice.Pick(Handles),
        };
    }

    /// <summary>The ASCII letters of a name, words joined by dots; <c>reader</c> for a name without any.</summary>
    private static string LocalPart(string name)
    {
        StringBuilder letters = new();
        foreach (char c in name.Normalize(NormalizationForm.FormD).ToLower(CultureInfo.InvariantCulture))
        {
            if (char.IsAsciiLetter(c))
            {
                letters.Append(c);
            }
            else if (c == ' ' && letters.Length > 0 && letters[^1] != '.')
            {
                letters.Append('.');
            }
        }

        string local = letters.ToString().Trim('.');
        return local.Length == 0 ? "reader" : local;
    }
}
