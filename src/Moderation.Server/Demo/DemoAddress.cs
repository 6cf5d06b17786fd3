using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Moderation.Pages;
using Moderation.Server.Settings;

namespace Moderation.Server.Demo;

/// <summary>
/// The one address of the demo page: comments are known by it, so it does not depend on the name under which a reader happened to reach the service.
/// </summary>
internal sealed class DemoAddress(ServerSettings settings, IServer server)
{
    private const string Fallback = "http://localhost";

    /// <summary>Known once the server listens.</summary>
    public PageUrl Page => PageUrl.TryCanonicalise($"{Origin()}/demo", out PageUrl page) ? page : throw new InvalidOperationException("The demo page has no address.");

    private string Origin()
    {
        if (settings.PublicUrl is { } given)
        {
            return given.AbsoluteUri.TrimEnd('/');
        }

        string? listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (listening is null)
        {
            return Fallback;
        }

        // A wildcard is no address that a reader could open.
        string concrete = listening.Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal);
        return concrete.TrimEnd('/');
    }
}
