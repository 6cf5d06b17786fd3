namespace Moderation.Browser.Tests;

/// <summary>On the embedded default: one process with a store of its own.</summary>
public sealed class TeachingOnOneProcess(BrowserProcess browser, ServiceProcess service) : TeachingTheModel(browser, service), IClassFixture<ServiceProcess>
{
}

/// <summary>On PostgreSQL and RabbitMQ.</summary>
[Collection("broker")]
public sealed class TeachingOnServers(BrowserProcess browser, ServiceProcessOnServers service) : TeachingTheModel(browser, service)
{
}
