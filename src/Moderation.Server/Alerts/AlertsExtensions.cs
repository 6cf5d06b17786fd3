namespace Moderation.Server.Alerts;

/// <summary>What alerts are sent with. No redirect is followed: where an alert goes is what an admin typed.</summary>
internal static class AlertsExtensions
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddHttpClient(AlertSender.ClientName, client => client.Timeout = Limit).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }).RemoveAllLoggers();
        return services.AddSingleton<AlertMail>().AddSingleton<AlertSender>();
    }
}
