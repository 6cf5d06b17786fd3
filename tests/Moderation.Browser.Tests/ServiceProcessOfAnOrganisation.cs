using System.Diagnostics;

namespace Moderation.Browser.Tests;

/// <summary>The built program, with the sign-in of an organisation in its settings.</summary>
public sealed class ServiceProcessOfAnOrganisation : ServiceProcess
{
    private readonly OrganisationProvider provider = new();

    /// <summary>Who the organisation is.</summary>
    public Uri Issuer => provider.Issuer;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await provider.StartAsync();
        await base.InitializeAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await provider.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Configure(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        start.Environment["Moderation__OpenIdConnect__Authority"] = Issuer.AbsoluteUri.TrimEnd('/');
        start.Environment["Moderation__OpenIdConnect__ClientId"] = OrganisationProvider.ClientId;
        start.Environment["Moderation__OpenIdConnect__ClientSecret"] = OrganisationProvider.ClientSecret;
    }
}
