using System.Net.Mail;

namespace Moderation.Server.Settings;

/// <summary>The mail server for alerts, after checking.</summary>
internal sealed record SmtpSettings(string Host, int Port, bool UsesTls, string? UserName, string? Password, MailAddress From, IReadOnlyList<MailAddress> To)
{
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

        return from is null ? null : new SmtpSettings(options.Host, options.Port, options.UsesTls, options.UserName, options.Password, from, to);
    }
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

    /// <summary>Null: no sign-in.</summary>
    public string? UserName { get; set; }

    /// <summary>Of the user.</summary>
    public string? Password { get; set; }

    /// <summary>The address that alerts come from.</summary>
    public string? From { get; set; }

    /// <summary>Who is told, separated by commas.</summary>
    public string? To { get; set; }
}
