using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Moderation.Models;
using Moderation.Server.Bootstrap;
using Moderation.Server.Settings;
using Moderation.Storage;

namespace Moderation.Server.Hosting;

/// <summary>What must be there before the process consumes or answers anything: the first site, a champion, and a word to whoever started it.</summary>
internal sealed class StartUp(FirstStart firstStart, FirstAdmin firstAdmin, ModelHost models, ServerSettings settings, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await firstStart.RunAsync(cancellationToken).ConfigureAwait(false);
            if (settings.Has(ServerRoles.Console))
            {
                await firstAdmin.RunAsync(cancellationToken).ConfigureAwait(false);
            }

            await models.PrepareAsync(settings.Has(ServerRoles.Trainer), settings.BaseModel, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (Database.IsNotAllowed(problem))
        {
            throw StorePreparation.NotAllowed();
        }

        lifetime.ApplicationStarted.Register(IdleTrim.GiveBack);
        lifetime.ApplicationStarted.Register(Greet);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Greet()
    {
        string address = settings.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        Console.Out.WriteLine($"Moderation is ready at {address}" + (settings.Has(ServerRoles.Api) ? $"  (an article to try it on: {address}/demo, the API: {address}/docs)" : ""));

        // A terminal is for its reader's eyes; anything else may be a log that others read.
        if (firstStart.Made is { } made)
        {
            Console.Out.WriteLine(Console.IsOutputRedirected
                ? $"First start: the API key of site {made.Site} is in {made.File}."
                : $"First start: the API key of site {made.Site} is {made.ApiKey} (also in {made.File}).");
        }

        if (firstAdmin.Made is { } admin)
        {
            Console.Out.WriteLine(Console.IsOutputRedirected
                ? $"First start: the password of {FirstAdmin.Name} for {address}/moderate is in {admin.File}."
                : $"First start: sign in at {address}/moderate as {FirstAdmin.Name} with {admin.Password} (also in {admin.File}).");
        }
    }
}
