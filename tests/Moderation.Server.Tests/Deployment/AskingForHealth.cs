using Moderation.Server.Commands;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Deployment;

/// <summary><c>moderation health</c>, the health check of an image that has no other program.</summary>
public sealed class AskingForHealth : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, "http://127.0.0.1:8080/")]
    [InlineData("", "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://+:80;http://127.0.0.1:9000", "http://127.0.0.1/")]
    [InlineData("http://*:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://[::]:8080", "http://[::1]:8080/")]
    [InlineData("http://10.0.0.4:8080", "http://10.0.0.4:8080/")]
    public void The_address_is_the_one_the_service_listens_on(string? urls, string address) => Assert.Equal(address, HealthCommand.Own(urls).AbsoluteUri);

    [Fact]
    public async Task A_ready_service_is_0_and_nobody_is_1()
    {
        string address;
        await using (ServiceProcess service = await ServiceProcess.StartAsync(folder.Path))
        {
            address = service.Address.AbsoluteUri;
            Assert.Contains("\"healthy\"", (await AskAsync(address)).With(0).Out, StringComparison.Ordinal);
        }

        Assert.Contains("Nobody answers", (await AskAsync(address)).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("--url", (await AskAsync("ftp://example")).With(2).Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> AskAsync(string url) => CommandRun.OfAsync(folder.Path, ["health", "--url", url]);
}
