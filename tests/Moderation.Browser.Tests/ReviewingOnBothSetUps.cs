namespace Moderation.Browser.Tests;

/// <summary>On the embedded default: one process with a store of its own.</summary>
public sealed class ReviewingOnOneProcess(BrowserProcess browser, ServiceProcess service) : ReviewingSubmissions(browser, service), IClassFixture<ServiceProcess>
{
}

/// <summary>On PostgreSQL and RabbitMQ.</summary>
[Collection("broker")]
public sealed class ReviewingOnServers(BrowserProcess browser, ServiceProcessOnServers service) : ReviewingSubmissions(browser, service)
{
}

/// <summary>The names on the broker are fixed, so that whoever uses them takes turns.</summary>
[CollectionDefinition("broker")]
public sealed class BrokerTurns : ICollectionFixture<ServiceProcessOnServers>
{
}
