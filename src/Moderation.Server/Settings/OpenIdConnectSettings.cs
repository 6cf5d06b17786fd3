namespace Moderation.Server.Settings;

/// <summary>The organisation's own sign-in, after checking.</summary>
internal sealed record OpenIdConnectSettings(Uri Authority, string ClientId, string ClientSecret)
{
    /// <summary>Null when it is off. Adds a sentence for each setting that is missing or bad.</summary>
    public static OpenIdConnectSettings? Read(OpenIdConnectOptions options, List<string> failures)
    {
        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            if (!string.IsNullOrWhiteSpace(options.ClientId) || !string.IsNullOrWhiteSpace(options.ClientSecret))
            {
                failures.Add("Moderation__OpenIdConnect__Authority is missing, and a client id or secret is given.");
            }

            return null;
        }

        // The codes and keys of a sign-in must not travel in the clear, but for a provider on the same machine.
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out Uri? authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            failures.Add("Moderation__OpenIdConnect__Authority must be an https address such as https://login.gazette.example.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            failures.Add("Moderation__OpenIdConnect__ClientId is missing.");
        }

        if (string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            failures.Add("Moderation__OpenIdConnect__ClientSecret is missing.");
        }

        return new OpenIdConnectSettings(authority, options.ClientId ?? "", options.ClientSecret ?? "");
    }
}
