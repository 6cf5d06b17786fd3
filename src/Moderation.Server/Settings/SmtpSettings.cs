using System.Net.Mail;

namespace Moderation.Server.Settings;

/// <summary>The mail server for alerts, after checking.</summary>
internal sealed record SmtpSettings(string Host, int Port, SmtpTls Tls, string? UserName, string? Password, MailAddress From, IReadOnlyList<MailAddress> To)
{
    private const int ImplicitTlsPort = 465;

    /// <summary>Null when it is off. Adds a sentence for each setting that is missing or bad.</summary>
    public static SmtpSettings? Read(SmtpOptions options, List<string> failures)
    {
        if (string.IsNullOrWhiteSpace(options.Host))
        {
            return null;
        }

        if (options.Port is < 1 or > 65_535)
        {
            failures.Add("Moderation__Smtp__Port must be 1 to 65535.");
        }

        if (options is { ImplicitTls: true, UsesTls: false })
        {
            failures.Add("Moderation__Smtp__ImplicitTls needs Moderation__Smtp__UsesTls.");
        }

        if (!MailAddress.TryCreate(options.From, out MailAddress? from))
        {
            failures.Add("Moderation__Smtp__From must be the address that alerts come from.");
        }

        List<MailAddress> to = [];
        foreach (string one in (options.To ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (MailAddress.TryCreate(one, out MailAddress? address))
            {
                to.Add(address);
            }
            else
            {
                failures.Add("Moderation__Smtp__To must be addresses, separated by commas.");
            }
        }

        if (to.Count == 0)
        {
            failures.Add("Moderation__Smtp__To must name who is told, separated by commas.");
        }

        if (string.IsNullOrEmpty(options.UserName) != string.IsNullOrEmpty(options.Password))
        {
            failures.Add("Moderation__Smtp__UserName and Moderation__Smtp__Password go together: both, or neither where the server wants no sign-in.");
        }

        return from is null ? null : new SmtpSettings(options.Host, options.Port, TlsOf(options), string.IsNullOrEmpty(options.UserName) ? null : options.UserName, options.Password, from, to);
    }

    private static SmtpTls TlsOf(SmtpOptions options) => options.UsesTls ? options.ImplicitTls ?? options.Port == ImplicitTlsPort ? SmtpTls.Implicit : SmtpTls.StartTls : SmtpTls.None;
}

/// <summary>How the connection to a mail server is encrypted.</summary>
internal enum SmtpTls
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>After the greeting, before anything is said; a server that does not offer it gets no mail.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Implicit,
}

/// <summary>The mail server for alerts; off without a host.</summary>
public sealed class SmtpOptions
{
    /// <summary>Its name.</summary>
    public string? Host { get; set; }

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>False only for a server on the same machine or network that speaks no TLS.</summary>
    public bool UsesTls { get; set; } = true;

    /// <summary>True: TLS from the first byte. False: STARTTLS. Null: the first at port 465, the second at any other.</summary>
    public bool? ImplicitTls { get; set; }

    /// <summary>Null: no sign-in.</summary>
    public string? UserName { get; set; }

    /// <summary>Of the user.</summary>
    public string? Password { get; set; }

    /// <summary>The address that alerts come from.</summary>
    public string? From { get; set; }

    /// <summary>Who is told, separated by commas.</summary>
    public string? To { get; set; }
}
